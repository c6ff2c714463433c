//! The modules of the program, with the modules that each depends on. Resolves every path that a module names, through
//! imports and re-exports.

use crate::source::{sources, tokens};
use std::collections::{BTreeMap, BTreeSet};

/// The segments of a path: either the full path of a module, or a path as it is written in a module.
pub type Segments = Vec<String>;

#[derive(Default)]
pub struct Module {
    /// The names that `use` declarations bring into scope, each with the path that it stands for.
    imports: BTreeMap<String, Segments>,
    /// Every path in the module, including the paths in `use` declarations.
    paths: Vec<Segments>,
}

/// All modules of the crate, including inline modules, by their path from the crate root.
pub struct Tree(pub BTreeMap<Segments, Module>);

impl Tree {
    pub fn read() -> Self {
        let mut tree = Tree(BTreeMap::new());
        for source in sources() {
            tree.add(source.module, &tokens(&source.text));
        }
        tree
    }

    pub fn add(&mut self, file: Segments, tokens: &[&str]) {
        // For each open brace, the module that contains the code after the brace.
        let mut open = vec![file.clone()];
        self.0.entry(file).or_default();
        let mut at = 0;
        while at < tokens.len() {
            let here = open.last().unwrap().clone();
            let next = |steps: usize| tokens.get(at + steps).copied().unwrap_or_default();
            let module = self.0.entry(here.clone()).or_default();
            match tokens[at] {
                "mod" if next(2) == "{" => {
                    open.push([here, vec![next(1).to_owned()]].concat());
                    at += 3;
                }
                "{" => {
                    open.push(here);
                    at += 1;
                }
                "}" => {
                    open.pop();
                    at += 1;
                }
                "use" if next(1) != "<" => {
                    at += 1;
                    module.import(tokens, &mut at, &[]);
                }
                _ if next(1) == "::" && (at == 0 || tokens[at - 1] != "::") => {
                    let mut path = vec![tokens[at].to_owned()];
                    while tokens.get(at + 1) == Some(&"::") && tokens.get(at + 2).is_some_and(|token| is_name(token)) {
                        path.push(tokens[at + 2].to_owned());
                        at += 2;
                    }
                    module.paths.push(path);
                    at += 1;
                }
                _ => at += 1,
            }
        }
    }

    /// Resolves a path that a module contains. Adds to `passed` every module that the path goes through or ends in.
    fn resolve(&self, module: &[String], path: &[String], depth: usize, passed: &mut BTreeSet<Segments>) {
        let mut here = module.to_vec();
        let mut rest = path;
        match path[0].as_str() {
            "crate" | "ruimte" => {
                here.clear();
                rest = &path[1..];
            }
            "self" | "super" => {}
            name if self.has(module, name) || self.0[module].imports.contains_key(name) => {}
            // Skip a path that starts with a type of this module or with another crate.
            _ => return,
        }
        for (index, name) in rest.iter().enumerate() {
            if name == "super" {
                here.pop();
            } else if self.has(&here, name) {
                here.push(name.clone());
                passed.insert(here.clone());
            } else if let Some(import) = self.0[&here].imports.get(name) {
                if depth < 16 {
                    let path = [import, &rest[index + 1..]].concat();
                    self.resolve(&here, &path, depth + 1, passed);
                }
                return;
            } else if name != "self" {
                return;
            }
        }
    }

    fn has(&self, module: &[String], child: &str) -> bool {
        self.0.contains_key(&[module, &[child.to_owned()]].concat())
    }

    /// For each parent module, returns which of its children depend on each other, with an example of each dependency.
    /// A module deeper down counts as the child that contains it. The parent itself is left out, because a parent and
    /// its children may depend on each other.
    pub fn dependencies(&self) -> BTreeMap<Segments, BTreeMap<(String, String), String>> {
        let mut found: BTreeMap<Segments, BTreeMap<_, _>> = BTreeMap::new();
        for (from, module) in &self.0 {
            for path in &module.paths {
                let mut passed = BTreeSet::new();
                self.resolve(from, path, 0, &mut passed);
                for to in passed {
                    let shared = from.iter().zip(&to).take_while(|(one, other)| one == other).count();
                    if let (Some(one), Some(other)) = (from.get(shared), to.get(shared)) {
                        let example = format!("{} names {}", from.join("::"), path.join("::"));
                        let children = found.entry(from[..shared].to_vec()).or_default();
                        children.entry((one.clone(), other.clone())).or_insert(example);
                    }
                }
            }
        }
        found
    }
}

impl Module {
    /// Reads one tree of a `use` declaration, from `tokens[*at]` up to the `,`, `}` or `;` after it.
    fn import(&mut self, tokens: &[&str], at: &mut usize, prefix: &[String]) {
        let mut path = prefix.to_vec();
        let mut alias = None;
        loop {
            match tokens[*at] {
                "," | "}" | ";" => break,
                "{" => {
                    while tokens[*at] != "}" {
                        *at += 1;
                        self.import(tokens, at, &path);
                    }
                    *at += 1;
                    return;
                }
                "as" => {
                    *at += 1;
                    alias = Some(tokens[*at].to_owned());
                }
                "*" => alias = Some("*".to_owned()),
                name if is_name(name) => path.push(name.to_owned()),
                _ => {}
            }
            *at += 1;
        }
        if path.len() > 1 && path.last().is_some_and(|last| last == "self") {
            path.pop();
        }
        if let Some(last) = path.last() {
            self.imports.insert(alias.unwrap_or_else(|| last.clone()), path.clone());
            self.paths.push(path);
        }
    }
}

fn is_name(token: &str) -> bool {
    token.starts_with(|character: char| character.is_alphabetic() || character == '_')
}

/// Groups of names that depend on each other, directly or indirectly.
pub fn cycles<'a>(edges: impl Iterator<Item = &'a (String, String)>) -> BTreeSet<Vec<String>> {
    let mut reached: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (from, to) in edges {
        reached.entry(from).or_default().insert(to);
    }
    loop {
        let further: Vec<(&str, &str)> = reached
            .iter()
            .flat_map(|(from, to)| to.iter().filter_map(|to| reached.get(to)).flatten().map(|to| (*from, *to)))
            .filter(|(from, to)| !reached[from].contains(to))
            .collect();
        if further.is_empty() {
            break;
        }
        for (from, to) in further {
            reached.get_mut(from).unwrap().insert(to);
        }
    }
    let returns = |one: &str, other: &str| reached.get(other).is_some_and(|names| names.contains(one));
    reached
        .iter()
        .map(|(name, to)| to.iter().filter(|other| returns(name, other)).map(|&other| other.to_owned()).collect())
        .filter(|group: &Vec<String>| !group.is_empty())
        .collect()
}
