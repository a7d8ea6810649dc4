package io.tidemark.servers.junit;

import io.tidemark.servers.ServerKind;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** Leaves {@link ContainersOnly} tests out of runs on embedded servers. */
final class ContainersOnlyCondition implements ExecutionCondition {

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        if (ServerKind.current() == ServerKind.CONTAINERS) {
            return ConditionEvaluationResult.enabled("the servers are containers");
        }
        return AnnotationSupport.findAnnotation(context.getElement(), ContainersOnly.class)
                .map(only -> ConditionEvaluationResult.disabled(only.value()))
                .orElseGet(() -> ConditionEvaluationResult.enabled("it runs on embedded servers, too"));
    }
}
