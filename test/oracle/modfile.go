package main

import (
	"unicode"
	"unicode/utf8"

	"golang.org/x/mod/modfile"
)

func init() {
	register("gomod", func(in []byte) (any, error) { return goMod(modfile.Parse("go.mod", in, nil)) })
	register("gomod-lax", func(in []byte) (any, error) { return goMod(modfile.ParseLax("go.mod", in, nil)) })
	register("gowork", func(in []byte) (any, error) { return goWork(modfile.ParseWork("go.work", in, nil)) })
	register("module-path", func(in []byte) (any, error) { return modfile.ModulePath(in), nil })
	register("gomod-word-chars", func([]byte) (any, error) { return wordChars(), nil })
}

// wordChars lists the code points that go on with a word.
func wordChars() []rune {
	var chars []rune
	for r := rune(0); r <= unicode.MaxRune; r++ {
		word := "a" + string(r)
		f, err := modfile.ParseLax("go.mod", []byte(word), nil)
		if err != nil || !utf8.ValidRune(r) {
			continue
		}
		if line, ok := f.Syntax.Stmt[0].(*modfile.Line); ok && line.Token[0] == word {
			chars = append(chars, r)
		}
	}
	return chars
}

// object is a JSON object in the shape of goferry's GoMod or GoWork; what the file lacks has no key.
type object map[string]any

func goMod(f *modfile.File, err error) (any, error) {
	if err != nil {
		return nil, err
	}
	mod := object{
		"godebug": each(f.Godebug, godebug),
		"require": each(f.Require, func(r *modfile.Require) any {
			return object{"path": r.Mod.Path, "version": r.Mod.Version, "indirect": r.Indirect}
		}),
		"exclude": each(f.Exclude, func(x *modfile.Exclude) any {
			return object{"path": x.Mod.Path, "version": x.Mod.Version}
		}),
		"replace": each(f.Replace, replace),
		"retract": each(f.Retract, func(r *modfile.Retract) any {
			return object{"low": r.Low, "high": r.High, "rationale": r.Rationale}
		}),
		"tool":   each(f.Tool, func(t *modfile.Tool) any { return t.Path }),
		"ignore": each(f.Ignore, func(i *modfile.Ignore) any { return i.Path }),
	}
	if f.Module != nil {
		mod["module"] = object{"path": f.Module.Mod.Path, "deprecated": f.Module.Deprecated}
	}
	versions(mod, f.Go, f.Toolchain)
	return mod, nil
}

func goWork(f *modfile.WorkFile, err error) (any, error) {
	if err != nil {
		return nil, err
	}
	work := object{
		"godebug": each(f.Godebug, godebug),
		"use":     each(f.Use, func(u *modfile.Use) any { return u.Path }),
		"replace": each(f.Replace, replace),
	}
	versions(work, f.Go, f.Toolchain)
	return work, nil
}

func versions(file object, version *modfile.Go, toolchain *modfile.Toolchain) {
	if version != nil {
		file["go"] = version.Version
	}
	if toolchain != nil {
		file["toolchain"] = toolchain.Name
	}
}

func godebug(g *modfile.Godebug) any {
	return object{"key": g.Key, "value": g.Value}
}

func replace(r *modfile.Replace) any {
	return object{
		"old": object{"path": r.Old.Path, "version": r.Old.Version},
		"new": object{"path": r.New.Path, "version": r.New.Version},
	}
}

// each maps items to a list that JSON writes as [] when empty.
func each[T any](items []T, value func(T) any) []any {
	values := make([]any, 0, len(items))
	for _, item := range items {
		values = append(values, value(item))
	}
	return values
}
