// Package config reads the settings: defaults, over them a YAML file, over
// that the environment (GUATU_*).
//
// Each key has one source, the tags of its field in Config: yaml and env name
// it, default gives its default, doc is the comment of the generated example
// file. It has no tables. app and cmd import it and hand plain values on.
package config
