package dev.netproof.evidence;

import java.time.Duration;

import tools.jackson.databind.PropertyNamingStrategy;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.AnnotatedField;
import tools.jackson.databind.introspect.AnnotatedMethod;
import tools.jackson.databind.introspect.AnnotatedParameter;

/** A number says its unit in its name: the component {@code elapsed} is the key {@code elapsedMillis}. */
final class UnitInName extends PropertyNamingStrategy {

    @Override
    public String nameForField(MapperConfig<?> config, AnnotatedField field, String name) {
        return name(field.getRawType(), name);
    }

    @Override
    public String nameForGetterMethod(MapperConfig<?> config, AnnotatedMethod method, String name) {
        return name(method.getRawReturnType(), name);
    }

    @Override
    public String nameForConstructorParameter(MapperConfig<?> config, AnnotatedParameter parameter, String name) {
        return name(parameter.getRawType(), name);
    }

    private static String name(Class<?> type, String name) {
        return type == Duration.class ? name + "Millis" : name;
    }
}
