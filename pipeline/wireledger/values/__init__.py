"""Text -> typed values: money, countries, dates, names, authorities. The same text gives the same value, whoever found it."""
