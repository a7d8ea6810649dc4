package io.tidemark.recharge.prove;

/**
 * Something that was done to the job, and what became of it.
 *
 * @param life in which life of the job, from 1 on
 * @param what what was done
 * @param outcome what happened then
 * @param asExpected whether that is what should happen
 */
record Incident(int life, String what, String outcome, boolean asExpected) {

    @Override
    public String toString() {
        return "%3d  %s: %s%s".formatted(life, what, outcome, asExpected ? "" : "  <-- NOT AS IT SHOULD BE");
    }
}
