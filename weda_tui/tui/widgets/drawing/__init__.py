"""Drawing of rows, colours and highlighting, without any knowledge of WeDa."""
