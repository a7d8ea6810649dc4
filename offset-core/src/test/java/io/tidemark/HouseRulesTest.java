package io.tidemark;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Who may know whom, and what of the stream a job sees. */
class HouseRulesTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.tidemark.offset", "io.tidemark.metrics", "io.tidemark.spark");

    @Test
    void offsetsAndMetricsKnowNothingOfSpark() {
        noClasses()
                .that()
                .resideInAnyPackage("io.tidemark.offset..", "io.tidemark.metrics..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.spark..", "scala..", "io.tidemark.spark..")
                .check(CLASSES);
    }

    @Test
    void offsetsKnowNothingOfMetrics() {
        noClasses()
                .that()
                .resideInAPackage("io.tidemark.offset..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.tidemark.metrics..")
                .check(CLASSES);
    }

    @Test
    void packagesAreFreeOfCycles() {
        slices().matching("io.tidemark.(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    /** Whoever makes another class of the stream public changes this list, and says so. */
    @Test
    void aJobSeesOfTheStreamOnlyWhatItNeeds() {
        Set<String> visible = CLASSES.stream()
                .filter(type -> type.getPackageName().equals("io.tidemark.spark"))
                .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
                .filter(type -> type.getEnclosingClass().isEmpty())
                .map(JavaClass::getSimpleName)
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(visible)
                .containsExactlyInAnyOrder(
                        "Batch",
                        "BatchFailedException",
                        "BatchHandler",
                        "BatchMeasure",
                        "BatchReport",
                        "EmptySinkPolicy",
                        "ManagedStream",
                        "RestartPolicy",
                        "StreamListener",
                        "StreamSettings",
                        "StreamStarter",
                        "TopicSelection",
                        "TransactionalHandler");
    }
}
