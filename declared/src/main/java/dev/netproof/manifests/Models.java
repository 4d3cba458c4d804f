package dev.netproof.manifests;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.netproof.manifests.Shape.Fields;
import dev.netproof.manifests.Shape.Rule;
import dev.netproof.manifests.Shape.Single;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.networking.v1.IPBlock;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyEgressRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyIngressRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicySpec;

/**
 * What the client's model says of the fields of Kubernetes' own kinds, so that nobody has to list them here.
 *
 * <p>A cluster may be newer than the model: fields that it doesn't have are wrong only in the types that decide who reaches
 * whom.
 */
final class Models {

    private static final String OF_KUBERNETES = "io.fabric8.kubernetes.api.model";
    private static final Shape ANYTHING = new Shape.Anything();
    private static final Set<Class<?>> COMPLETE = Set.of(ObjectMeta.class, LabelSelector.class,
            LabelSelectorRequirement.class, NetworkPolicySpec.class, NetworkPolicyIngressRule.class,
            NetworkPolicyEgressRule.class, NetworkPolicyPeer.class, NetworkPolicyPort.class, IPBlock.class);
    private static final Map<Class<?>, Rule> RULES = Map.of(
            ObjectMeta.class, ObjectRules::metadata,
            LabelSelectorRequirement.class, SelectorRules::expression,
            NetworkPolicySpec.class, NetworkPolicyRules::spec,
            NetworkPolicyPeer.class, NetworkPolicyRules::peer,
            NetworkPolicyPort.class, NetworkPolicyRules::port,
            IPBlock.class, NetworkPolicyRules::block,
            ContainerPort.class, ObjectRules::containerPort,
            ServicePort.class, ObjectRules::servicePort);
    /** Maps of these names hold labels. */
    private static final Set<String> LABELS = Set.of("labels", "matchLabels", "nodeSelector", "selector");
    private static final ClassValue<Fields> KNOWN = new ClassValue<>() {
        @Override
        protected Fields computeValue(Class<?> type) {
            return read(type);
        }
    };

    private Models() {}

    static Fields of(Class<?> type) {
        return KNOWN.get(type);
    }

    private static Fields read(Class<?> type) {
        Map<String, Shape> fields = new HashMap<>();
        for (Field field : type.getDeclaredFields()) {
            if (!Modifier.isStatic(field.getModifiers()) && !field.getName().equals("additionalProperties")) {
                // Words that Java keeps for itself have an underscore there.
                String name = field.getName().startsWith("_") ? field.getName().substring(1) : field.getName();
                fields.put(name, ofField(name, field.getGenericType()));
            }
        }
        return new Fields(fields, Set.of(), COMPLETE.contains(type), RULES.getOrDefault(type, Rule.NONE));
    }

    private static Shape ofField(String name, Type type) {
        boolean isMap = type instanceof ParameterizedType of && of.getRawType() == Map.class
                && of.getActualTypeArguments()[1] == String.class;
        return isMap && LABELS.contains(name) ? new Shape.Labels(false)
                : isMap && name.equals("annotations") ? new Shape.Labels(true) : shape(type);
    }

    private static Shape shape(Type type) {
        if (type instanceof ParameterizedType of) {
            Type[] arguments = of.getActualTypeArguments();
            return of.getRawType() == List.class ? new Shape.ListOf(shape(arguments[0]))
                    : of.getRawType() == Map.class ? new Shape.MapOf(shape(arguments[1])) : ANYTHING;
        }
        return type instanceof Class<?> raw ? single(raw) : ANYTHING;
    }

    private static Shape single(Class<?> type) {
        if (type == String.class) {
            return Single.TEXT;
        } else if (type == Integer.class) {
            return Single.WHOLE;
        } else if (type == Long.class) {
            return Single.LONG;
        } else if (type == Double.class || type == Float.class) {
            return Single.NUMBER;
        } else if (type == Boolean.class) {
            return Single.FLAG;
        } else if (type == IntOrString.class) {
            return Single.TEXT_OR_WHOLE;
        } else if (type == Quantity.class) {
            return Single.TEXT_OR_NUMBER;
        }
        // Written by controllers, not by users.
        boolean isPlain = type != ManagedFieldsEntry.class && !type.isInterface()
                && type.getName().startsWith(OF_KUBERNETES) && !isEmpty(type) && !isOneValue(type);
        return isPlain ? new Shape.Model(type) : ANYTHING;
    }

    private static boolean isEmpty(Class<?> type) {
        return List.of(type.getDeclaredFields()).stream()
                .allMatch(field -> Modifier.isStatic(field.getModifiers())
                        || field.getName().equals("additionalProperties"));
    }

    /** Times, which are classes in Java and text in JSON. */
    private static boolean isOneValue(Class<?> type) {
        return type.getSimpleName().endsWith("Time") || type.getSimpleName().equals("Duration");
    }
}
