package io.patchrank.web.contract;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.openapi.contract.OpenAPIContract;
import io.vertx.openapi.contract.Operation;
import io.vertx.openapi.mediatype.ContentAnalyser;
import io.vertx.openapi.mediatype.MediaTypePredicate;
import io.vertx.openapi.mediatype.MediaTypeRegistry;
import io.vertx.openapi.mediatype.impl.DefaultMediaTypeRegistration;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * The OpenAPI document of the API: what clients read is what requests are checked against.
 *
 * @param yaml as it is written
 * @param json the same as JSON
 * @param contract the same, understood
 */
public record ApiDocument(String yaml, JsonObject json, OpenAPIContract contract) {
    private static final String RESOURCE = "/io/patchrank/web/openapi.yaml";
    private static final String ACCESS = "x-access";

    /** Reads the document of this module. Fails when it is no OpenAPI document. */
    public static Future<ApiDocument> load(Vertx vertx) {
        // Checking it takes seconds of a cold JVM: on a worker, which only a verticle has for all the steps.
        Loader loader = new Loader();
        return vertx.deployVerticle(loader, new DeploymentOptions().setThreadingModel(ThreadingModel.WORKER))
                .compose(vertx::undeploy)
                .map(v -> Objects.requireNonNull(loader.document));
    }

    private static final class Loader extends VerticleBase {
        private volatile @Nullable ApiDocument document;

        @Override
        public Future<?> start() {
            String yaml = text();
            Map<String, Object> tree = new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml);
            JsonObject json = new JsonObject(new JsonObject(tree).encode());
            return OpenAPIContract.builder(vertx)
                    .setContract(json.copy())
                    .mediaTypeRegistry(mediaTypes())
                    .build()
                    .onSuccess(contract -> document = new ApiDocument(yaml, json, contract));
        }
    }

    private static String text() {
        try (InputStream in = ApiDocument.class.getResourceAsStream(RESOURCE)) {
            return new String(Objects.requireNonNull(in, RESOURCE).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Beyond what the library knows: what only answers hold, and nobody has to take apart. */
    private static MediaTypeRegistry mediaTypes() {
        return MediaTypeRegistry.createDefault()
                .register(new DefaultMediaTypeRegistration(
                        MediaTypePredicate.ofExactTypes("text/event-stream", "image/jpeg", "image/png", "image/*"),
                        (type, content, context) -> new AsText(content)));
    }

    /** Bytes as the text that their schema says they are. */
    private record AsText(Buffer content) implements ContentAnalyser {
        @Override
        public void checkSyntacticalCorrectness() {}

        @Override
        public Object transform() {
            return content.toString(StandardCharsets.ISO_8859_1);
        }
    }

    public List<Operation> operations() {
        return contract.operations();
    }

    /** Whether an operation changes the gallery. */
    public boolean writes(Operation operation) {
        return "write".equals(operation.getOpenAPIModel().getString(ACCESS));
    }

    /** A schema of the document with all that it refers to at its first level in place. */
    public JsonObject resolved(JsonObject schema) {
        String reference = schema.getString("$ref");
        return reference == null ? schema : resolved(at(reference));
    }

    private JsonObject at(String reference) {
        JsonObject place = json;
        for (String step : reference.substring("#/".length()).split("/")) {
            place = Objects.requireNonNull(place.getJsonObject(step), reference);
        }
        return place;
    }
}
