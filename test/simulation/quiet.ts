/** Imported before everything else: a simulated shop writes no log and no metrics. */
process.env["LOG_LEVEL"] = "SILENT";
process.env["POWERTOOLS_METRICS_DISABLED"] = "true";
