"""What runs a statement where the facts are: in the workspace's file, or in a firm's warehouse."""
