package io.tidemark.servers.junit;

import io.tidemark.servers.ServerKind;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** Leaves {@link EmbeddedOnly} tests out of runs on containers. */
final class EmbeddedOnlyCondition implements ExecutionCondition {

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        if (ServerKind.current() == ServerKind.EMBEDDED) {
            return ConditionEvaluationResult.enabled("the servers are embedded ones");
        }
        return AnnotationSupport.findAnnotation(context.getElement(), EmbeddedOnly.class)
                .map(only -> ConditionEvaluationResult.disabled(only.value()))
                .orElseGet(() -> ConditionEvaluationResult.enabled("it runs on containers, too"));
    }
}
