"""Letters and certificates: written from the chart, signed by a doctor, and checked by whoever holds the paper."""
