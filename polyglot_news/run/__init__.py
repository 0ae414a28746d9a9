"""How the stages are executed: shards of pages, worker processes that may die, and a folder that always makes sense."""
