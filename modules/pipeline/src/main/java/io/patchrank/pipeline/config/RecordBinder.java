package io.patchrank.pipeline.config;

import jakarta.validation.ConstraintViolation;
import jakarta.validation.Validation;
import jakarta.validation.Validator;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hibernate.validator.HibernateValidator;
import org.hibernate.validator.messageinterpolation.ParameterMessageInterpolator;

/** Makes configuration records of settings; goes on after a mistake, so that all of them are found. */
final class RecordBinder {
    private final Map<String, Setting> settings;
    private final Mistakes mistakes;

    RecordBinder(Map<String, Setting> settings, Mistakes mistakes) {
        this.settings = settings;
        this.mistakes = mistakes;
    }

    /** Empty when a key of it was wrong; {@code mistakes} then holds at least one line. */
    <T> Optional<T> bind(Class<T> type, String prefix) {
        RecordComponent[] components = type.getRecordComponents();
        Object[] arguments = new Object[components.length];
        boolean complete = true;
        for (int i = 0; i < components.length; i++) {
            String name = prefix + ConfigKey.nameOf(components[i]);
            Setting setting = settings.get(name);
            Optional<?> value =
                    setting == null ? bind(components[i].getType(), name + ".") : value(type, components[i], setting);
            complete &= value.isPresent();
            arguments[i] = value.orElse(null);
        }
        return complete ? construct(type, prefix, components, arguments) : Optional.empty();
    }

    private <T> Optional<Object> value(Class<T> owner, RecordComponent component, Setting setting) {
        Object value;
        try {
            value = TextValues.parse(component.getGenericType(), setting);
        } catch (IllegalArgumentException e) {
            mistakes.value(setting, setting.shown(), String.valueOf(e.getMessage()));
            return Optional.empty();
        }
        Set<ConstraintViolation<T>> violations = setting.isDefault() || !isLimited(component)
                ? Set.of()
                : Limits.VALIDATOR.validateValue(owner, component.getName(), value);
        for (ConstraintViolation<T> violation : violations) {
            mistakes.value(setting, offender(violation, setting), violation.getMessage());
        }
        return violations.isEmpty() ? Optional.of(value) : Optional.empty();
    }

    /** Made when the first value needs it: it costs more time than all the rest, and the tests check the defaults. */
    private static final class Limits {
        // Without an expression language on the class path; always English, as all our messages are.
        private static final Validator VALIDATOR = Validation.byProvider(HibernateValidator.class)
                .configure()
                .ignoreXmlConfiguration()
                .defaultLocale(Locale.ENGLISH)
                .messageInterpolator(new ParameterMessageInterpolator())
                .buildValidatorFactory()
                .getValidator();
    }

    private static boolean isLimited(RecordComponent component) {
        // Constraints on items of a list are part of its type; jakarta's are not kept on the component itself.
        return component.getAccessor().getAnnotations().length > 0
                || component.getAnnotatedType() instanceof AnnotatedParameterizedType list
                        && list.getAnnotatedActualTypeArguments()[0].getAnnotations().length > 0;
    }

    private static String offender(ConstraintViolation<?> violation, Setting setting) {
        return violation.getInvalidValue() instanceof String item ? item : setting.text();
    }

    private <T> Optional<T> construct(Class<T> type, String prefix, RecordComponent[] components, Object[] arguments) {
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            Constructor<T> constructor = type.getDeclaredConstructor(types);
            return Optional.of(constructor.newInstance(arguments));
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IllegalArgumentException refusal) {
                String section = prefix.isEmpty() ? "configuration" : prefix.substring(0, prefix.length() - 1);
                mistakes.section(section, String.valueOf(refusal.getMessage()));
                return Optional.empty();
            }
            throw new IllegalStateException("cannot construct " + type, e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot construct " + type, e);
        }
    }
}
