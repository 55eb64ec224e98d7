package io.patchrank.web;

import io.patchrank.web.contract.ApiDocument;
import io.patchrank.web.contract.RequestReader;
import io.patchrank.web.security.Access;
import io.patchrank.web.security.Tokens;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.openapi.contract.Operation;
import io.vertx.openapi.contract.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** One route for each operation of the document, and the document itself. Event loop. */
final class ApiRoutes {
    private final ApiDocument document;
    private final RequestReader reader;
    private final Tokens tokens;
    private final Map<String, io.patchrank.web.http.Operation> operations;

    /** @param operations what each operation of the document does, by its id */
    ApiRoutes(
            ApiDocument document,
            RequestReader reader,
            Tokens tokens,
            Map<String, io.patchrank.web.http.Operation> operations) {
        this.document = document;
        this.reader = reader;
        this.tokens = tokens;
        this.operations = operations;
    }

    void mount(Router router) {
        for (Operation operation : document.operations()) {
            io.patchrank.web.http.Operation does =
                    Objects.requireNonNull(operations.get(operation.getOperationId()), operation.getOperationId());
            router.route(operation.getHttpMethod(), route(operation.getOpenAPIPath()))
                    .handler(context -> run(context, operation, does));
        }
        for (Path path : document.contract().getPaths()) {
            router.route(route(path.getName())).handler(context -> refuseMethod(context, path));
        }
        router.get("/api/v1/openapi.yaml").handler(c -> document(c, "application/yaml", document.yaml()));
        router.get("/api/v1/openapi.json")
                .handler(c -> document(c, "application/json", document.json().encodePrettily()));
    }

    /** {@code /images/{id}} as vertx-web writes it. */
    private static String route(String path) {
        return path.replaceAll("\\{(\\w+)}", ":$1");
    }

    private void run(RoutingContext context, Operation operation, io.patchrank.web.http.Operation does) {
        Access needed = document.writes(operation) ? Access.WRITE : Access.READ;
        tokens.require(needed, Optional.ofNullable(context.request().getHeader(HttpHeaders.AUTHORIZATION)));
        reader.read(context, operation).compose(does::run).onFailure(context::fail);
    }

    private static void refuseMethod(RoutingContext context, Path path) {
        String allowed = path.getOperations().stream()
                .map(Operation::getHttpMethod)
                .map(HttpMethod::name)
                .collect(Collectors.toCollection(TreeSet::new))
                .stream()
                .collect(Collectors.joining(", "));
        context.response().putHeader(HttpHeaders.ALLOW, allowed);
        context.fail(new io.patchrank.web.http.Refusal(
                405, context.request().method().name(), "this path takes " + allowed));
    }

    private static void document(RoutingContext context, String type, String text) {
        context.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, type)
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache")
                .end(text);
    }
}
