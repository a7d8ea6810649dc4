package io.tidemark.recharge.prove;

/** The proof cannot be carried through, or does not come out; the message is for the person who started it. */
public final class ProofException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public ProofException(String message) {
        super(message);
    }

    public ProofException(String message, Throwable cause) {
        super(message, cause);
    }
}
