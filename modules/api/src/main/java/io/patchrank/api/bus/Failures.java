package io.patchrank.api.bus;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.vertx.core.Future;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Typed failures over the bus. A failed reply carries the bus code and, as its message, a JSON object
 * {@code {"code", "subject", "message", "retryAfterMs"?}} that any client can read; no stack trace leaves the process.
 */
public final class Failures {
    private Failures() {}

    public static void reply(Message<?> message, Throwable failure) {
        PatchrankException typed = typed(failure);
        JsonObject body = toJson(typed);
        message.fail(typed.code().busCode(), body.encode());
    }

    public static JsonObject toJson(PatchrankException failure) {
        JsonObject body = new JsonObject()
                .put("code", failure.code().name())
                .put("subject", failure.subject())
                .put("message", failure.reason());
        failure.retryAfter().ifPresent(d -> body.put("retryAfterMs", d.toMillis()));
        return body;
    }

    /** What a failed request means to the one who sent it. */
    public static PatchrankException typed(Throwable failure) {
        return switch (failure) {
            case PatchrankException p -> p;
            case ReplyException r -> ofReply(r);
            case CompletionException c when c.getCause() != null -> typed(c.getCause());
            case ExecutionException e when e.getCause() != null -> typed(e.getCause());
            default -> new PatchrankException(ErrorCode.INTERNAL, "", String.valueOf(failure), failure);
        };
    }

    /** Waits for an answer; that there is none comes as a typed failure. Not for event loops. */
    public static <T> T await(CompletionStage<T> answer) {
        try {
            return answer.toCompletableFuture().join();
        } catch (CompletionException e) {
            throw typed(e);
        }
    }

    /** The same of a future of Vert.x. */
    public static <T> T await(Future<T> answer) {
        return await(answer.toCompletionStage());
    }

    private static PatchrankException ofReply(ReplyException reply) {
        return switch (reply.failureType()) {
            case NO_HANDLERS ->
                new PatchrankException(
                        ErrorCode.STAGE_UNAVAILABLE,
                        "",
                        "no process serves this request; is the stage deployed?",
                        reply);
            case TIMEOUT ->
                new PatchrankException(
                        ErrorCode.DEADLINE_EXCEEDED, "", "no answer in time: " + reply.getMessage(), reply);
            case RECIPIENT_FAILURE, ERROR -> parse(reply.failureCode(), String.valueOf(reply.getMessage()), reply);
        };
    }

    /** Reads what {@link #reply} wrote, also when it came over a bridge. */
    public static PatchrankException parse(int busCode, String text, Throwable cause) {
        ErrorCode code = ErrorCode.ofBusCode(busCode).orElse(ErrorCode.INTERNAL);
        try {
            return read(code, new JsonObject(text), text, cause);
        } catch (DecodeException | ClassCastException e) {
            return new PatchrankException(code, "", text, cause);
        }
    }

    /** Reads what {@link #toJson} wrote; a code of another release counts as {@code INTERNAL}. */
    public static PatchrankException fromJson(JsonObject body) {
        ErrorCode code = Arrays.stream(ErrorCode.values())
                .filter(known -> known.name().equals(body.getString("code")))
                .findFirst()
                .orElse(ErrorCode.INTERNAL);
        return read(code, body, "", null);
    }

    private static PatchrankException read(
            ErrorCode code, JsonObject body, String otherwise, @Nullable Throwable cause) {
        Long retryAfterMs = body.getLong("retryAfterMs");
        String subject = body.getString("subject", "");
        if (code == ErrorCode.OVERLOADED && retryAfterMs != null) {
            return PatchrankException.overloaded(subject, Duration.ofMillis(retryAfterMs));
        }
        return new PatchrankException(code, subject, body.getString("message", otherwise), cause);
    }
}
