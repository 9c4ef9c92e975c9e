package dev.innkeeper.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the API server refused, and what would permit it. */
record MissingPermission(
    String namespace, String name, String verb, KubernetesClientException refusal) {

  private static final Pattern SERVICE_ACCOUNT =
      Pattern.compile("system:serviceaccount:([-a-z0-9]+):([-.a-z0-9]+)");

  /** Ends in YAML for {@code kubectl apply}. */
  String message() {
    String said =
        refusal.getStatus() == null ? refusal.getMessage() : refusal.getStatus().getMessage();
    return "not permitted to %s the Lease '%s' in the namespace '%s': %s%n%s"
        .formatted(verb, name, namespace, said, advice(String.valueOf(said)));
  }

  private String advice(String said) {
    Matcher account = SERVICE_ACCOUNT.matcher(said);
    boolean named = account.find();
    return yaml(named ? account.group(1) : namespace, named ? account.group(2) : "default");
  }

  private String yaml(String accountNamespace, String account) {
    return """
    The election needs this role; it is bound here to the service account '%3$s':

    apiVersion: rbac.authorization.k8s.io/v1
    kind: Role
    metadata:
      name: %1$s-leader-election
      namespace: %2$s
    rules:
      - apiGroups: ["coordination.k8s.io"]
        resources: ["leases"]
        verbs: ["create"]
      - apiGroups: ["coordination.k8s.io"]
        resources: ["leases"]
        resourceNames: ["%1$s"]
        verbs: ["get", "update"]
    ---
    apiVersion: rbac.authorization.k8s.io/v1
    kind: RoleBinding
    metadata:
      name: %1$s-leader-election
      namespace: %2$s
    subjects:
      - kind: ServiceAccount
        name: %3$s
        namespace: %4$s
    roleRef:
      apiGroup: rbac.authorization.k8s.io
      kind: Role
      name: %1$s-leader-election
    """
        .formatted(name, namespace, account, accountNamespace);
  }
}
