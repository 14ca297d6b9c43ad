"""Cloud storage on the screen: uploads and downloads."""
