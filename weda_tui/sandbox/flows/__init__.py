"""The sandbox's flows: their instances, tasks and lists."""
