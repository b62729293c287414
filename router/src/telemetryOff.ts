// Imported before anything of Apollo's: nothing of ours reports to anybody unless somebody turns it on by name.
process.env['APOLLO_TELEMETRY_DISABLED'] ??= 'true';
