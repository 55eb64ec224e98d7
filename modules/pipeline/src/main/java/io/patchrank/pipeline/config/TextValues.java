package io.patchrank.pipeline.config;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads the text of a setting as the type of its record component. */
final class TextValues {
    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})\\s*(ms|s|m|h|d)");

    private TextValues() {}

    /** @throws IllegalArgumentException whose message says what is expected */
    static Object parse(Type type, Setting setting) {
        if (type instanceof ParameterizedType collection) {
            Class<?> itemType = (Class<?>) collection.getActualTypeArguments()[0];
            List<Object> items =
                    setting.items().stream().map(item -> scalar(itemType, item)).toList();
            return collection.getRawType() == Set.class ? new LinkedHashSet<>(items) : items;
        }
        if (setting.list()) {
            throw new IllegalArgumentException("expected one value, not a list");
        }
        return scalar((Class<?>) type, setting.text().strip());
    }

    private static Object scalar(Class<?> type, String text) {
        if (type == String.class) {
            return text;
        } else if (type == boolean.class) {
            return bool(text);
        } else if (type == int.class) {
            return whole(text, Integer.MIN_VALUE, Integer.MAX_VALUE).intValue();
        } else if (type == long.class) {
            return whole(text, Long.MIN_VALUE, Long.MAX_VALUE);
        } else if (type == double.class || type == Double.class) {
            return real(text);
        } else if (type == Duration.class) {
            return duration(text);
        } else if (type == DataSize.class) {
            return size(text);
        } else if (type == Secret.class) {
            return new Secret(text);
        } else if (type == Path.class) {
            return path(text);
        } else if (type.isEnum()) {
            return constant(type, text);
        }
        throw new IllegalStateException("no configuration value has the type " + type);
    }

    private static Boolean bool(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("expected true or false");
        };
    }

    private static Long whole(String text, long least, long most) {
        try {
            long value = Long.parseLong(text.replace("_", ""));
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("expected a whole number", e);
        }
        throw new IllegalArgumentException("expected a whole number of at most " + most);
    }

    private static Double real(String text) {
        try {
            double value = Double.parseDouble(text);
            if (Double.isFinite(value)) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("expected a number", e);
        }
        throw new IllegalArgumentException("expected a finite number");
    }

    private static Duration duration(String text) {
        Matcher form = DURATION.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException("expected a duration such as 250ms, 5s or 2m");
        }
        ChronoUnit unit =
                switch (form.group(2)) {
                    case "ms" -> ChronoUnit.MILLIS;
                    case "s" -> ChronoUnit.SECONDS;
                    case "m" -> ChronoUnit.MINUTES;
                    case "h" -> ChronoUnit.HOURS;
                    default -> ChronoUnit.DAYS;
                };
        return Duration.of(Long.parseLong(form.group(1)), unit);
    }

    private static DataSize size(String text) {
        try {
            return DataSize.parse(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("expected " + e.getMessage(), e);
        }
    }

    private static Path path(String text) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("expected a path");
        }
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("expected a path: " + e.getReason(), e);
        }
    }

    private static Object constant(Class<?> type, String text) {
        Stream<?> constants = Stream.of(type.getEnumConstants());
        return constants
                .filter(c -> nameOf(c).equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("expected one of " + namesOf(type)));
    }

    private static String namesOf(Class<?> type) {
        return Stream.of(type.getEnumConstants()).map(TextValues::nameOf).collect(Collectors.joining(", "));
    }

    private static String nameOf(Object constant) {
        return ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
