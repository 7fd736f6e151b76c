"""One module for each thing that is measured. Every figure brings its own load generator and runs it in the same run."""
