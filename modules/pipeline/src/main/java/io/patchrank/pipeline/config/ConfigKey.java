package io.patchrank.pipeline.config;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A key that the configuration knows.
 *
 * @param name dotted, as {@code search.max-limit}
 * @param defaultText its value when no source sets it
 */
record ConfigKey(String name, String defaultText) {
    private static final String ENVIRONMENT_PREFIX = "PATCHRANK_";

    /** All keys below a configuration record, in the order of its components. */
    static List<ConfigKey> of(Class<? extends Record> type) {
        List<ConfigKey> keys = new ArrayList<>();
        collect(type, "", keys);
        return List.copyOf(keys);
    }

    private static void collect(Class<?> type, String prefix, List<ConfigKey> keys) {
        for (RecordComponent component : type.getRecordComponents()) {
            String name = prefix + nameOf(component);
            Default value = component.getAnnotation(Default.class);
            if (value != null) {
                keys.add(new ConfigKey(name, value.value()));
            } else {
                collect(component.getType(), name + ".", keys);
            }
        }
    }

    /** The key of a component within its section: its name in kebab-case unless {@link Key} names another. */
    static String nameOf(RecordComponent component) {
        Key key = component.getAnnotation(Key.class);
        return key != null
                ? key.value()
                : component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    /** {@code search.max-limit} is {@code PATCHRANK_SEARCH_MAX_LIMIT}. */
    String environmentName() {
        return ENVIRONMENT_PREFIX
                + name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    Setting defaultSetting() {
        return Setting.byDefault(name, defaultText);
    }
}
