"""Files on their way in, whatever they are for: scanned, judged by what they hold, and made fit to be kept."""
