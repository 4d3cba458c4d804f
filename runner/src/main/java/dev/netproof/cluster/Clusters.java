package dev.netproof.cluster;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import io.fabric8.kubernetes.api.model.NamedContext;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import org.jspecify.annotations.Nullable;

/** Opens clusters. */
public final class Clusters {

    private Clusters() {}

    /**
     * The cluster a kubeconfig names. Connects lazily: an unreachable server shows at the first call.
     *
     * @param kubeconfig null for what {@code kubectl} would take: {@code $KUBECONFIG}, {@code ~/.kube/config}, and
     * without either the service account of the pod this runs in
     * @param context null for the current context
     * @throws ClusterException when there is no usable configuration
     */
    public static Cluster fromKubeconfig(@Nullable Path kubeconfig, @Nullable String context) {
        return fromKubeconfig(kubeconfig, context, Patience.USUAL);
    }

    static Cluster fromKubeconfig(@Nullable Path kubeconfig, @Nullable String context, Patience patience) {
        Config found = kubeconfig == null ? customary(context) : read(kubeconfig, context, System.getenv());
        String origin = kubeconfig == null ? "the kubeconfig" : kubeconfig.toString();
        NamedContext current = found.getCurrentContext();
        if (context != null && (current == null || !context.equals(current.getName()))) {
            // The client falls back to the current context, and would probe the wrong cluster.
            throw new ClusterException(origin + ": there is no context " + context + ". "
                    + known(found) + "Name one with --context.");
        }
        if (current == null && kubeconfig != null) {
            throw new ClusterException(origin + ": there is no current context. " + known(found)
                    + "Name one with --context, or set current-context.");
        }
        if (current == null && !inCluster(found)) {
            throw new ClusterException("No cluster: there is no kubeconfig with a current context in "
                    + Config.getKubeconfigFilenames().stream().collect(Collectors.joining(" or "))
                    + ", and this is not a pod with a service account. Name a file with --kubeconfig.");
        }
        return open(found, current == null ? "in-cluster" : current.getName(), patience);
    }

    private static Cluster open(Config config, String name, Patience patience) {
        ClientLog.silence();
        // Not by a builder: it would look for a configuration of its own, and take the current context's.
        config.setConnectionTimeout((int) patience.connect().toMillis());
        config.setRequestTimeout((int) patience.attempt().toMillis());
        config.setWebsocketPingInterval(patience.ping().toMillis());
        // What is worth trying again is tried again by whoever knows how long it has been tried.
        config.setRequestRetryBackoffLimit(0);
        Backpressure backpressure = new Backpressure();
        try {
            return new FabricCluster(new KubernetesClientBuilder().withConfig(config)
                    .withHttpClientFactory(new PatientClient(patience))
                    .withHttpClientBuilderConsumer(http -> http.addOrReplaceInterceptor("backpressure", backpressure))
                    .build(), name, patience, backpressure);
        } catch (KubernetesClientException e) {
            // Says which certificate or key is at fault; its causes may quote the key.
            throw new ClusterException("The certificates or keys of context " + name
                    + " can't be loaded. Renew the kubeconfig, or fix the files it points to.");
        }
    }

    private static Config customary(@Nullable String context) {
        try {
            return Config.autoConfigure(context);
        } catch (KubernetesClientException e) {
            throw unreadable(Config.getKubeconfigFilenames().stream().collect(Collectors.joining(" or ")));
        }
    }

    static Config read(Path kubeconfig, @Nullable String context, Map<String, String> environment) {
        if (!Files.isRegularFile(kubeconfig) || !Files.isReadable(kubeconfig)) {
            throw new ClusterException(kubeconfig + ": there is no such file, or it may not be read. "
                    + "Name a kubeconfig with --kubeconfig.");
        }
        File file = kubeconfig.toFile();
        try {
            Config config = Config.fromKubeconfig(context, file);
            addProxies(config, environment);
            return config;
        } catch (RuntimeException e) {
            throw unreadable(kubeconfig.toString());
        }
    }

    /** As kubectl does, which the client does for the customary files only. A proxy in the file comes first. */
    private static void addProxies(Config config, Map<String, String> environment) {
        if (config.getHttpProxy() == null && config.getHttpsProxy() == null) {
            config.setHttpProxy(either(environment, "HTTP_PROXY"));
            config.setHttpsProxy(either(environment, "HTTPS_PROXY"));
        }
        String except = either(environment, "NO_PROXY");
        if (except != null) {
            config.setNoProxy(except.split(",", -1));
        }
    }

    private static @Nullable String either(Map<String, String> environment, String name) {
        String value = environment.getOrDefault(name, environment.get(name.toLowerCase(Locale.ROOT)));
        return value == null || value.isBlank() ? null : value;
    }

    /** Without the parser's message and cause: they quote the file, and with it tokens and keys. */
    private static ClusterException unreadable(String origin) {
        return new ClusterException(origin + ": this is not a readable kubeconfig. "
                + "`kubectl config view --kubeconfig FILE` shows where it breaks.");
    }

    private static boolean inCluster(Config config) {
        return config.getAutoOAuthToken() != null || config.getOauthToken() != null;
    }

    private static String known(Config config) {
        Collection<NamedContext> contexts = config.getContexts();
        if (contexts == null || contexts.isEmpty()) {
            return "";
        }
        return "It has " + contexts.stream().map(NamedContext::getName).sorted().collect(Collectors.joining(", "))
                + ". ";
    }
}
