package io.tidemark.site.browser;

import java.util.Optional;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Runs tests where there is a browser, and is loud about it where there is none. */
final class BrowserCondition implements ExecutionCondition {

    @Override
    @SuppressWarnings("SystemOut")
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        Optional<String> missing = Chromium.missing();
        if (missing.isEmpty()) {
            return ConditionEvaluationResult.enabled("there is a browser");
        }
        String reason = "NOT RUN: " + context.getDisplayName() + ", the page in a real browser: " + missing.get();
        if (System.getenv("CI") != null) {
            throw new IllegalStateException(reason);
        }
        System.out.println("[WARNING] " + reason);
        return ConditionEvaluationResult.disabled(reason);
    }
}
