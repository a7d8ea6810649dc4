package io.tidemark.structured;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The types that a job author sees. A change that makes another type public also changes this list. */
class PublicTypesTest {

    @Test
    void aJobSeesOnlyWhatItNeeds() {
        // Spark's classes would take ten seconds, and this test does not ask about them
        ArchConfiguration.get().setResolveMissingDependenciesFromClassPath(false);
        Set<String> visible = new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests())
                        .importPackages("io.tidemark.structured")
                        .stream()
                        .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
                        .filter(type -> type.getEnclosingClass().isEmpty())
                        .filter(type -> !type.getPackageName().contains(".internal."))
                        .map(JavaClass::getSimpleName)
                        .collect(Collectors.toCollection(TreeSet::new));
        assertThat(visible)
                .containsExactlyInAnyOrder(
                        "BatchMeasure",
                        "EmptyStatePolicy",
                        "ManagedQuery",
                        "QueryOutput",
                        "QuerySettings",
                        "QueryStarter",
                        "RegisteredStores",
                        // for Spark, which finds it by name
                        "TidemarkSourceProvider",
                        "TransactionalHandler",
                        "TransactionalQueryStarter");
    }
}
