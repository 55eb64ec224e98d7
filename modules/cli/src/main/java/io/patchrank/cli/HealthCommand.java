package io.patchrank.cli;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.pipeline.config.PatchrankConfig;
import io.patchrank.pipeline.config.Stage;
import io.patchrank.web.http.HttpAddress;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Asks a running process how it is, for container engines whose images have no HTTP client. */
@Command(
        name = "health",
        description = {
            "Asks a running server whether it is ready (or, with --live, alive).",
            "Exits with 0 when it is; with 7, and the reasons, when it is not or does not answer."
        })
final class HealthCommand extends Operation {
    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "What to ask, as http://host:port/readyz (default: operations.port or web.port of the"
                    + " configuration).")
    private Optional<URI> url = Optional.empty();

    @Option(names = "--live", description = "Ask /livez in place of /readyz, where no URL is given.")
    private boolean live;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            description = "How long to wait for the answer, as 500ms or 5s (default: 3s).",
            converter = Durations.class)
    private Duration timeout = Duration.ofSeconds(3);

    @Override
    int run(Output output) {
        URI asked = url.orElseGet(() -> configured(options().config(), live ? "/livez" : "/readyz"));
        HttpResponse<String> answer = ask(asked);
        JsonObject told = json(answer.body());
        if (answer.statusCode() != 200) {
            throw new PatchrankException(ErrorCode.STAGE_UNAVAILABLE, asked.toString(), reasons(answer, told));
        }
        output.result(tree(told), json -> "ok");
        return 0;
    }

    /** The address of the operations' own server, else of the web stage. */
    private static URI configured(PatchrankConfig config, String path) {
        if (config.operations().port() > 0) {
            return uri(config.operations().host(), config.operations().port(), path);
        }
        if (config.stages().contains(Stage.WEB) && config.web().port() > 0) {
            return uri(config.web().host(), config.web().port(), path);
        }
        throw new PatchrankException(
                ErrorCode.BAD_REQUEST,
                "--url",
                "the configuration names no port to ask: set operations.port, or give the URL");
    }

    /** Who listens on all addresses is asked on this machine's own. */
    private static URI uri(String host, int port, String path) {
        String reached =
                switch (host) {
                    case "0.0.0.0" -> "127.0.0.1";
                    case "::", "[::]" -> "::1";
                    default -> host;
                };
        return HttpAddress.of(reached, port, path);
    }

    private HttpResponse<String> ask(URI asked) {
        try (HttpClient client = HttpClient.newBuilder().connectTimeout(timeout).build()) {
            return client.send(
                    HttpRequest.newBuilder(asked).timeout(timeout).build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new PatchrankException(ErrorCode.STAGE_UNAVAILABLE, asked.toString(), "no answer: " + e, e);
        } catch (IllegalArgumentException e) {
            throw new PatchrankException(ErrorCode.BAD_REQUEST, "--url", asked + " is no HTTP address", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PatchrankException(ErrorCode.CANCELLED, asked.toString(), "interrupted", e);
        }
    }

    private static JsonObject json(String body) {
        try {
            return new JsonObject(body);
        } catch (DecodeException e) {
            return new JsonObject();
        }
    }

    private static String reasons(HttpResponse<String> answer, JsonObject told) {
        JsonArray reasons = told.getJsonArray("reasons", new JsonArray());
        return reasons.isEmpty()
                ? "it answers with status " + answer.statusCode()
                : reasons.stream().map(String::valueOf).collect(Collectors.joining("; "));
    }
}
