"""The sentences of a walk, each with its id: what stands here can be said in another language."""
