package io.patchrank.web.contract;

import io.patchrank.api.bus.JsonFields;
import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.web.http.MemoryBudget;
import io.patchrank.web.http.Refusal;
import io.patchrank.web.http.Upload;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerFileUpload;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Takes request bodies into memory, as much as the budget allows. What was taken is given back when the request has
 * been answered, or its caller has gone. Event loop.
 */
public final class BodyReader {
    private static final int REQUEST_TIMEOUT = 408;

    private final MemoryBudget budget;
    private final Duration timeout;

    /** @param timeout for a body to arrive */
    public BodyReader(MemoryBudget budget, Duration timeout) {
        this.budget = budget;
        this.timeout = timeout;
    }

    /** A form as it came. */
    record Form(Map<String, String> fields, Map<String, Upload> uploads) {}

    /** The whole body. Errors: {@code IMAGE_TOO_LARGE}, {@code OVERLOADED}, {@code CANCELLED}. */
    Future<Buffer> bytes(RoutingContext context) {
        Reading<Buffer> reading = new Reading<>(context);
        Buffer body = Buffer.buffer(reading.expected());
        context.request().handler(chunk -> {
            if (reading.admit(chunk.length())) {
                body.appendBuffer(chunk);
            }
        });
        context.request().endHandler(v -> reading.done(body));
        return reading.future();
    }

    /** The fields and files of a multipart form. Errors as of {@link #bytes}, and {@code BAD_REQUEST}. */
    Future<Form> form(RoutingContext context) {
        HttpServerRequest request = context.request();
        Reading<Form> reading = new Reading<>(context);
        Map<String, Upload> uploads = new HashMap<>();
        try {
            request.setExpectMultipart(true);
        } catch (RuntimeException e) {
            reading.failed(JsonFields.bad("body", "not a multipart form: " + e.getMessage()));
            return reading.future();
        }
        request.uploadHandler(upload -> collect(upload, reading, uploads));
        request.endHandler(v -> {
            Map<String, String> fields = new HashMap<>();
            for (Map.Entry<String, String> field : request.formAttributes()) {
                if (fields.put(field.getKey(), field.getValue()) != null) {
                    reading.failed(JsonFields.bad(field.getKey(), "given twice"));
                }
            }
            reading.done(new Form(fields, uploads));
        });
        return reading.future();
    }

    private static void collect(HttpServerFileUpload upload, Reading<Form> reading, Map<String, Upload> uploads) {
        Buffer bytes = Buffer.buffer();
        upload.handler(chunk -> {
            if (reading.admit(chunk.length())) {
                bytes.appendBuffer(chunk);
            }
        });
        upload.endHandler(v -> {
            if (uploads.put(upload.name(), Upload.of(String.valueOf(upload.filename()), bytes)) != null) {
                reading.failed(JsonFields.bad(upload.name(), "given twice"));
            }
        });
    }

    /** A body on its way. */
    private final class Reading<T> {
        private final Promise<T> promise = Promise.promise();
        private final Vertx vertx;
        private final long announced;
        private final long timer;
        private long read;

        Reading(RoutingContext context) {
            HttpServerRequest request = context.request();
            vertx = context.vertx();
            announced = announced(request);
            if (announced > budget.largest()) {
                throw tooLarge();
            }
            budget.takeFor(context, announced >= 0 ? announced : budget.largest());
            timer = vertx.setTimer(
                    timeout.toMillis(),
                    t -> failed(new Refusal(
                            REQUEST_TIMEOUT,
                            "body",
                            "it did not arrive within " + timeout.toSeconds() + " s (web.upload-timeout)")));
            request.exceptionHandler(
                    e -> failed(request.isEnded() || context.response().closed() ? gone(e) : broken(e)));
            if ("100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
                var unused = context.response().writeContinue();
            }
        }

        private long announced(HttpServerRequest request) {
            String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
            return length == null ? -1 : Long.parseLong(length);
        }

        int expected() {
            return (int) Math.max(0, announced);
        }

        /** Whether so many more bytes may be kept. */
        boolean admit(int bytes) {
            read += bytes;
            if (read > budget.largest()) {
                failed(tooLarge());
            }
            return !promise.future().isComplete();
        }

        void done(T body) {
            vertx.cancelTimer(timer);
            promise.tryComplete(body);
        }

        void failed(RuntimeException failure) {
            vertx.cancelTimer(timer);
            promise.tryFail(failure);
        }

        Future<T> future() {
            return promise.future();
        }
    }

    private PatchrankException tooLarge() {
        return new PatchrankException(
                ErrorCode.IMAGE_TOO_LARGE,
                "body",
                "more than " + budget.largest()
                        + " bytes (web.max-upload); an image in a JSON body takes 4/3 of its size");
    }

    private static PatchrankException gone(@org.jspecify.annotations.Nullable Throwable cause) {
        return new PatchrankException(ErrorCode.CANCELLED, "body", "the caller went away", cause);
    }

    private static PatchrankException broken(Throwable cause) {
        return new PatchrankException(ErrorCode.BAD_REQUEST, "body", "it cannot be read: " + cause.getMessage(), cause);
    }
}
