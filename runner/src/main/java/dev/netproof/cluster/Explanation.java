package dev.netproof.cluster;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.util.Locale;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLHandshakeException;

import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.KubernetesClientException;
import org.jspecify.annotations.Nullable;

/** Says what a failed call means and how to fix it. Quotes the API server's message, never a request. */
final class Explanation {

    private static final Pattern USER = Pattern.compile("User \"([^\"]+)\" cannot ");

    private static final String UNSAID = "no reason given";

    private Explanation() {}

    static ClusterException of(Call call, String server, Throwable failure) {
        KubernetesClientException answer = answer(failure);
        String text = answer == null ? unanswered(call, server, failure) : answered(call, answer);
        return new ClusterException(text, failure, answer == null || answer.getCode() >= 500);
    }

    /** Whether the API server said no with this status. */
    static boolean isStatus(Throwable failure, int code) {
        KubernetesClientException answer = answer(failure);
        return answer != null && answer.getCode() == code;
    }

    /** Whether the API server, or what is before it, failed. */
    static boolean isServerError(Throwable failure) {
        KubernetesClientException answer = answer(failure);
        return answer != null && answer.getCode() >= 500;
    }

    /** Whether there was no answer at all, so that it is not known what was done. */
    static boolean isUnanswered(Throwable failure) {
        return answer(failure) == null;
    }

    private static String answered(Call call, KubernetesClientException e) {
        String said = said(e);
        return switch (e.getCode()) {
            case 401 -> "The cluster does not accept these credentials (401), at: " + call.describe()
                    + ". Log in again, or renew the token or client certificate of this context.";
            case 403 -> forbidden(call, said);
            case 404 -> missing(call, said);
            case 409 -> "Can't " + call.describe() + ": " + said
                    + ". Remove what an earlier run left behind with `netproof clean`, then try again.";
            case 422 -> "The cluster finds fault with the object, at: " + call.describe() + ": " + said
                    + ". Fix what it names.";
            case 429 -> "The API server is too busy (429) for: " + call.describe()
                    + ". Try again later, or with fewer sources at a time.";
            default -> e.getCode() >= 500
                    ? "The API server failed (" + e.getCode() + ") at: " + call.describe() + ": " + said
                            + ". Try again; if it stays, look at its health with `kubectl get --raw /readyz?verbose`."
                    : "The API server refused (" + e.getCode() + ") to " + call.describe() + ": " + said
                            + ". Fix what it names.";
        };
    }

    private static String forbidden(Call call, String said) {
        if (USER.matcher(said).find()) {
            return unauthorised(call, said);
        }
        String lower = said.toLowerCase(Locale.ROOT);
        if (lower.contains("violates podsecurity")) {
            return "Pod Security forbids to " + call.describe() + ": " + said
                    + ". The probe pod meets the restricted standard: see what the namespace's policy or a webhook adds.";
        }
        if (lower.contains("quota")) {
            return "A ResourceQuota forbids to " + call.describe() + ": " + said
                    + ". Raise the quota, or lower the probe pod's requests.";
        }
        if (lower.contains("limit range") || lower.contains("minimum ") || lower.contains("maximum ")) {
            return "A LimitRange forbids to " + call.describe() + ": " + said
                    + ". Set the probe pod's requests and limits within it.";
        }
        if (lower.contains("is being terminated")) {
            return "Namespace " + call.namespace() + " is being deleted, at: " + call.describe()
                    + ". Wait until it is back, or take it out of the matrix.";
        }
        if (lower.contains("admission webhook") || lower.contains("validatingadmissionpolicy")
                || lower.contains("serviceaccount")) {
            return "Admission forbids to " + call.describe() + ": " + said + ". Fix what it names.";
        }
        return said.equals(UNSAID) ? unauthorised(call, said)
                : "Forbidden to " + call.describe() + ": " + said + ". Fix what it names.";
    }

    private static String unauthorised(Call call, String said) {
        Matcher user = USER.matcher(said);
        String who = user.find() ? user.group(1) : "this user";
        String role = call.namespace() == null ? "a ClusterRole" : "a Role in namespace " + call.namespace();
        return "Not allowed to " + call.describe() + ". Give " + who + " " + role + " with the rule {" + call.rule()
                + "}.";
    }

    private static String missing(Call call, String said) {
        if (call.namespace() != null && said.contains("namespaces \"" + call.namespace() + "\" not found")) {
            return "There is no namespace " + call.namespace() + ", at: " + call.describe()
                    + ". Create it, or take it out of the matrix.";
        }
        if (call.resource().equals("pods/exec") || call.resource().equals("pods/ephemeralcontainers")) {
            return "Pod " + call.name() + " in namespace " + call.namespace() + " is gone: it was evicted or deleted.";
        }
        if (call.name() != null) {
            return "Can't " + call.describe() + ": it is not there (any more).";
        }
        return "Can't " + call.describe() + ": the cluster does not know " + call.resource()
                + ". Is this a Kubernetes API server, and not older than 1.21?";
    }

    private static String unanswered(Call call, String server, Throwable failure) {
        String at = server + " at: " + call.describe();
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof InterruptedException || (t instanceof InterruptedIOException && !isTimeout(t))) {
                return "Interrupted while waiting for " + at + ".";
            }
            if (t instanceof SSLHandshakeException || t instanceof CertificateException) {
                return "No trusted connection to " + at + ": " + t.getMessage()
                        + ". Fix certificate-authority-data of the cluster in the kubeconfig.";
            }
            if (t instanceof UnknownHostException) {
                return "The name of the API server does not resolve: " + at
                        + ". Fix the server's address in the kubeconfig, or connect to its network.";
            }
            if (isTimeout(t)) {
                return "No answer in time from " + at
                        + ". Is the cluster up, and is it reached through a VPN or proxy?";
            }
            if (t instanceof IOException && t.getCause() == null) {
                return "No connection to " + at + ": " + t.getMessage()
                        + ". Is the cluster up, and the server's address in the kubeconfig right?";
            }
        }
        return "No usable answer from " + at + ": " + failure.getMessage() + ".";
    }

    private static boolean isTimeout(Throwable failure) {
        return failure instanceof TimeoutException || failure instanceof SocketTimeoutException;
    }

    private static @Nullable KubernetesClientException answer(Throwable failure) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof KubernetesClientException e && e.getCode() > 0) {
                return e;
            }
        }
        return null;
    }

    private static String said(KubernetesClientException e) {
        Status status = e.getStatus();
        String message = status == null ? null : status.getMessage();
        if (message == null || message.isBlank()) {
            return UNSAID;
        }
        return message.endsWith(".") ? message.substring(0, message.length() - 1) : message;
    }
}
