/** Import first: what the functions log and count of a million bodies is read by nobody. */
process.env["POWERTOOLS_LOG_LEVEL"] = "SILENT";
process.env["POWERTOOLS_METRICS_DISABLED"] = "true";
