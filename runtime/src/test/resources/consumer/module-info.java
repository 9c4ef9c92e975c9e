/** An application that embeds Innkeeper; see EmbeddingIT. */
module consumer {
  requires dev.innkeeper.runtime;
}
