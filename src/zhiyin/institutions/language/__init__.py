"""The pack language: strict YAML, fact kinds, typed rules; every mistake told with its place and its fix."""
