/**
 * Leader election over a Lease of Kubernetes.
 *
 * <p>{@link dev.innkeeper.kubernetes.KubernetesLeaderElection} is all of it.
 */
@NullMarked
package dev.innkeeper.kubernetes;

import org.jspecify.annotations.NullMarked;
