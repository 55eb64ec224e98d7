package io.patchrank.pipeline.message;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.cfg.MapperConfig;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A sealed interface is written with the simple name of its permitted class; no other class can be named. */
final class SealedTypes extends JacksonAnnotationIntrospector {
    private static final long serialVersionUID = 1L;

    @Override
    public JsonTypeInfo.@Nullable Value findPolymorphicTypeInfo(MapperConfig<?> config, Annotated annotated) {
        if (isSealedInterface(annotated.getRawType()) || isMemberOfSealed(annotated.getRawType())) {
            return JsonTypeInfo.Value.construct(
                    JsonTypeInfo.Id.NAME, JsonTypeInfo.As.WRAPPER_ARRAY, null, null, false, null);
        }
        return super.findPolymorphicTypeInfo(config, annotated);
    }

    @Override
    public List<NamedType> findSubtypes(Annotated annotated) {
        Class<?> type = annotated.getRawType();
        if (isSealedInterface(type)) {
            return Arrays.stream(type.getPermittedSubclasses())
                    .map(sub -> new NamedType(sub, sub.getSimpleName()))
                    .toList();
        }
        return super.findSubtypes(annotated);
    }

    @Override
    public String findTypeName(com.fasterxml.jackson.databind.introspect.AnnotatedClass annotated) {
        return isMemberOfSealed(annotated.getRawType())
                ? annotated.getRawType().getSimpleName()
                : super.findTypeName(annotated);
    }

    private static boolean isSealedInterface(Class<?> type) {
        return type.isInterface() && type.isSealed() && type.getName().startsWith("io.patchrank.");
    }

    private static boolean isMemberOfSealed(Class<?> type) {
        return Arrays.stream(type.getInterfaces()).anyMatch(SealedTypes::isSealedInterface);
    }
}
