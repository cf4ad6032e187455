"""Problems found in data: values that are listed, never exceptions."""
