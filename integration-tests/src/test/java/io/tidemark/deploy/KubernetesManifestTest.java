package io.tidemark.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.spark.deploy.SparkSubmitArguments;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import scala.collection.JavaConverters;

/** It has only fields of the Kubernetes API, its objects fit together, and spark-submit takes its arguments. */
class KubernetesManifestTest {

    private static final Map<String, Class<?>> KINDS = Map.of(
            "ServiceAccount", ServiceAccount.class,
            "Role", Role.class,
            "RoleBinding", RoleBinding.class,
            "ConfigMap", ConfigMap.class,
            "Service", Service.class,
            "Deployment", Deployment.class);

    /** The model would keep fields that it does not know. Without that, they are errors. */
    private final JsonMapper mapper = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .annotationIntrospector(new JacksonAnnotationIntrospector() {
                private static final long serialVersionUID = 1L;

                @Override
                public Boolean hasAnySetter(Annotated annotated) {
                    return false;
                }
            })
            .build();

    private final Map<Class<?>, Object> objects = new HashMap<>();
    private final List<JsonNode> documents = new ArrayList<>();

    @BeforeEach
    void read() throws IOException {
        documents.addAll(DeployFiles.documents("kubernetes/recharge.yaml"));
        for (JsonNode document : documents) {
            Class<?> type = KINDS.get(document.get("kind").asText());
            assertThat(type).as(document.get("kind").asText()).isNotNull();
            assertThat(objects.put(type, mapper.treeToValue(document, type))).isNull();
        }
        assertThat(objects).containsOnlyKeys(KINDS.values());
    }

    @Test
    void aMisspeltFieldIsRefused() {
        ObjectNode pod = (ObjectNode)
                documents.get(documents.size() - 1).get("spec").get("template").get("spec");
        pod.put("terminationGracePeriod", 90);
        assertThatThrownBy(() -> mapper.treeToValue(documents.get(documents.size() - 1), Deployment.class))
                .isInstanceOf(UnrecognizedPropertyException.class)
                .hasMessageContaining("terminationGracePeriod");
    }

    @Test
    void theObjectsFitTogether() {
        Deployment deployment = object(Deployment.class);
        PodSpec pod = deployment.getSpec().getTemplate().getSpec();
        Map<String, String> labels =
                deployment.getSpec().getTemplate().getMetadata().getLabels();
        assertThat(deployment.getSpec().getReplicas()).isEqualTo(1);
        assertThat(deployment.getSpec().getStrategy().getType()).isEqualTo("Recreate");
        assertThat(deployment.getSpec().getSelector().getMatchLabels()).isEqualTo(labels);
        assertThat(object(Service.class).getSpec().getSelector()).isEqualTo(labels);
        assertThat(object(Service.class).getSpec().getPorts())
                .extracting(ServicePort::getPort)
                .containsExactlyElementsOf(driver().getPorts().stream()
                        .map(ContainerPort::getContainerPort)
                        .toList());
        String account = object(ServiceAccount.class).getMetadata().getName();
        assertThat(pod.getServiceAccountName()).isEqualTo(account);
        assertThat(object(RoleBinding.class).getSubjects()).singleElement().matches(subject -> subject.getName()
                .equals(account));
        assertThat(object(RoleBinding.class).getRoleRef().getName())
                .isEqualTo(object(Role.class).getMetadata().getName());
        assertThat(pod.getTerminationGracePeriodSeconds())
                .as("longer than job.stop-timeout, 60 s")
                .isGreaterThan(60);
        assertThat(driver().getVolumeMounts())
                .extracting(VolumeMount::getName)
                .containsExactlyElementsOf(
                        pod.getVolumes().stream().map(Volume::getName).toList());
        ConfigMap config = object(ConfigMap.class);
        assertThat(pod.getVolumes().get(0).getConfigMap().getName())
                .isEqualTo(config.getMetadata().getName());
        assertThat(config.getData()).containsOnlyKeys("recharge.conf");
        assertThat(config.getData().get("recharge.conf"))
                .contains("password-file = " + driver().getVolumeMounts().get(1).getMountPath() + "/store-password");
        assertThat(driver().getArgs())
                .endsWith("job", "--config", driver().getVolumeMounts().get(0).getMountPath() + "/recharge.conf");
    }

    @Test
    void sparkSubmitTakesTheArguments() {
        SparkSubmitArguments arguments = new SparkSubmitArguments(
                JavaConverters.asScalaBufferConverter(driver().getArgs())
                        .asScala()
                        .toSeq(),
                new scala.collection.immutable.HashMap<>());
        assertThat(arguments.maybeMaster().get()).isEqualTo("k8s://https://kubernetes.default.svc");
        assertThat(arguments.deployMode()).isEqualTo("client");
        assertThat(arguments.mainClass()).isEqualTo("io.tidemark.recharge.cli.Recharge");
        assertThat(JavaConverters.seqAsJavaListConverter(arguments.childArgs()).asJava())
                .containsExactly("job", "--config", "/etc/recharge/recharge.conf");
        Map<String, String> settings = JavaConverters.mapAsJavaMapConverter(arguments.sparkProperties())
                .asJava();
        assertThat(settings)
                .containsEntry("spark.kubernetes.container.image", driver().getImage())
                .containsEntry("spark.driver.port", port("driver"))
                .containsEntry("spark.driver.blockManager.port", port("blocks"))
                .containsEntry(
                        "spark.driver.host", object(Service.class).getMetadata().getName() + ".$(NAMESPACE).svc");
        assertThat(driver().getEnv()).extracting(one -> one.getName()).containsExactly("NAMESPACE", "POD");
    }

    @Test
    void theImageHasTheJobOfThisBuildAndItsSpark() throws IOException {
        assertThat(Files.readString(DeployFiles.file("kubernetes/Dockerfile")))
                .contains("FROM apache/spark:" + DeployFiles.property("spark.version") + "-scala"
                        + DeployFiles.property("scala.binary.version") + "-java"
                        + DeployFiles.property("maven.compiler.release") + "-")
                .contains("-spark.jar " + "/opt/recharge/job.jar");
        assertThat(driver().getArgs()).contains("local:///opt/recharge/job.jar");
    }

    private String port(String name) {
        return driver().getPorts().stream()
                .filter(one -> one.getName().equals(name))
                .map(one -> one.getContainerPort().toString())
                .findFirst()
                .orElseThrow();
    }

    private Container driver() {
        return object(Deployment.class)
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .get(0);
    }

    private <T> T object(Class<T> type) {
        return type.cast(Objects.requireNonNull(objects.get(type)));
    }
}
