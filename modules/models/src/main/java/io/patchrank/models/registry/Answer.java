package io.patchrank.models.registry;

import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The beginning of a server's answer: status and the headers that matter for a download. */
record Answer(int status, HttpHeaders headers) {
    private static final Pattern CONTENT_RANGE = Pattern.compile("bytes\\s+(\\d{1,18})-(\\d{1,18})/(\\d{1,18}|\\*)");
    private static final Pattern SECONDS = Pattern.compile("\\d{1,6}");

    /** @param total of the whole file, where the server says it */
    record Range(long first, long last, OptionalLong total) {}

    static Answer of(HttpResponse<?> response) {
        return new Answer(response.statusCode(), response.headers());
    }

    /** Length of the body; empty when only its end tells. */
    OptionalLong length() {
        return headers.firstValueAsLong("content-length");
    }

    /** Whether a body without a length has an end that can be told from a broken connection. */
    boolean chunked() {
        return headers.firstValue("transfer-encoding")
                .map(value -> value.toLowerCase(Locale.ROOT).contains("chunked"))
                .orElse(false);
    }

    Optional<Range> range() {
        return headers.firstValue("content-range")
                .map(String::strip)
                .map(CONTENT_RANGE::matcher)
                .filter(Matcher::matches)
                .map(m -> new Range(
                        Long.parseLong(m.group(1)),
                        Long.parseLong(m.group(2)),
                        m.group(3).equals("*") ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(m.group(3)))));
    }

    /** A weak one says that two files mean the same, not that their bytes are the same. */
    Optional<String> strongEtag() {
        return headers.firstValue("etag").filter(tag -> !tag.startsWith("W/") && !tag.isBlank());
    }

    Optional<String> lastModified() {
        return headers.firstValue("last-modified").filter(date -> !date.isBlank());
    }

    Optional<Duration> retryAfter() {
        return headers.firstValue("retry-after")
                .filter(text -> SECONDS.matcher(text).matches())
                .map(text -> Duration.ofSeconds(Long.parseLong(text)));
    }

    /** A log-in form or an error page in place of a file. */
    boolean isWebPage() {
        return headers.firstValue("content-type")
                .map(type -> type.toLowerCase(Locale.ROOT).startsWith("text/html"))
                .orElse(false);
    }

    boolean isEncoded() {
        return headers.firstValue("content-encoding")
                .map(encoding -> !encoding.equalsIgnoreCase("identity"))
                .orElse(false);
    }

    boolean isTransient() {
        return switch (status) {
            case 408, 425, 429, 500, 502, 503, 504 -> true;
            default -> false;
        };
    }
}
