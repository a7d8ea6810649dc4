package io.tidemark.spark;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The types that a job author sees. A change that makes another type public also changes this list. */
class PublicTypesTest {

    private static final JavaClasses CLASSES = classes();

    @Test
    void aJobSeesOnlyWhatItNeeds() {
        Set<String> visible = CLASSES.stream()
                .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
                .filter(type -> type.getEnclosingClass().isEmpty())
                .filter(type -> !type.getPackageName().contains(".internal"))
                .map(JavaClass::getSimpleName)
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(visible)
                .containsExactlyInAnyOrder(
                        "Batch",
                        "BatchHandler",
                        "BatchMeasure",
                        "DeserializerSource",
                        "ManagedStream",
                        "StreamSettings",
                        "StreamStarter",
                        "TaskResults",
                        "TransactionalHandler",
                        "TransactionalStreamStarter");
    }

    @Test
    void thePartsHaveNoCycles() {
        slices().matching("io.tidemark.spark.(**)")
                .namingSlices("$1")
                .should()
                .beFreeOfCycles()
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage("io.tidemark.spark.internal..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.tidemark.spark")
                .check(CLASSES);
    }

    private static JavaClasses classes() {
        // Spark's classes would take ten seconds, and no rule here asks about them
        ArchConfiguration.get().setResolveMissingDependenciesFromClassPath(false);
        return new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("io.tidemark.spark");
    }
}
