package main

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"strings"
	"time"
)

// document is the part of CycloneDX 1.6 that is written.
type document struct {
	Schema       string      `json:"$schema"`
	BOMFormat    string      `json:"bomFormat"`
	SpecVersion  string      `json:"specVersion"`
	SerialNumber string      `json:"serialNumber,omitempty"`
	Version      int         `json:"version"`
	Metadata     metadata    `json:"metadata"`
	Components   []component `json:"components"`
}

type metadata struct {
	Timestamp string    `json:"timestamp,omitempty"`
	Component component `json:"component"`
}

type component struct {
	Type       string     `json:"type"`
	Ref        string     `json:"bom-ref"`
	Name       string     `json:"name"`
	Version    string     `json:"version"`
	Hashes     []hash     `json:"hashes,omitempty"`
	Licenses   []licence  `json:"licenses,omitempty"`
	PURL       string     `json:"purl,omitempty"`
	Properties []property `json:"properties,omitempty"`
}

type hash struct {
	Algorithm string `json:"alg"`
	Content   string `json:"content"`
}

// licence holds one of its two members.
type licence struct {
	License    *licenceID `json:"license,omitempty"`
	Expression string     `json:"expression,omitempty"`
}

type licenceID struct {
	ID string `json:"id"`
}

type property struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// describe makes the document of the shipped parts. Its serial number is a hash of its content, so that the same content is the
// same document; at is the time of the commit, zero outside a checkout.
func describe(version, goVersion string, binary []byte, parts []part, at time.Time) ([]byte, error) {
	sum := sha256.Sum256(binary)
	d := document{Schema: "http://cyclonedx.org/schema/bom-1.6.schema.json", BOMFormat: "CycloneDX", SpecVersion: "1.6", Version: 1,
		Metadata: metadata{Component: component{Type: "application", Ref: "guatu", Name: "guatu", Version: version,
			Hashes: []hash{{"SHA-256", hex.EncodeToString(sum[:])}}}}}
	if !at.IsZero() {
		d.Metadata.Timestamp = at.UTC().Format(time.RFC3339)
	}
	std := strings.TrimPrefix(goVersion, "go")
	d.Components = []component{{Type: "library", Ref: "pkg:golang/std@" + std, Name: "std", Version: std, PURL: "pkg:golang/std@" + std,
		Licenses: []licence{{License: &licenceID{"BSD-3-Clause"}}}}}
	for _, p := range parts {
		if p.Shipped {
			d.Components = append(d.Components, componentOf(p))
		}
	}
	first, err := json.Marshal(d)
	if err != nil {
		return nil, err
	}
	d.SerialNumber = serial(first)
	out, err := json.MarshalIndent(d, "", "  ")
	return append(out, '\n'), err
}

func componentOf(p part) component {
	c := component{Type: "library", Ref: p.PURL, Name: p.Name, Version: p.Version, PURL: p.PURL}
	if p.Sum != "" {
		c.Hashes = []hash{{p.Algorithm, p.Sum}}
	}
	if p.GoSum != "" {
		c.Properties = []property{{"guatu:go.sum", p.GoSum}}
	}
	if len(p.Licences) == 1 && strings.Contains(p.Licences[0], " ") {
		c.Licenses = []licence{{Expression: p.Licences[0]}}
		return c
	}
	for _, id := range p.Licences {
		c.Licenses = append(c.Licenses, licence{License: &licenceID{id}})
	}
	return c
}

// serial is a UUID of version 8 (RFC 9562), made from the content.
func serial(content []byte) string {
	sum := sha256.Sum256(content)
	sum[6], sum[8] = sum[6]&0x0f|0x80, sum[8]&0x3f|0x80
	text := hex.EncodeToString(sum[:16])
	return "urn:uuid:" + strings.Join([]string{text[:8], text[8:12], text[12:16], text[16:20], text[20:]}, "-")
}
