//! A file in which one chart is drawn.

use super::changes::wrong;
use super::{Failure, shown, warn};
use crate::report::about_boxes;
use crate::report::charts::{Credits, Form, Theme, draw_credits};
use crate::scenario::text::words;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

const A_FILE: &str = "a file .svg or .png";

/// The file, and the form that its ending stands for.
pub struct Canvas {
    path: PathBuf,
    form: Form,
}

impl Canvas {
    /// The file that is asked for, if one is, in a folder that is there; it is there itself only where it may be drawn over.
    pub fn of(path: Option<&Path>, force: bool) -> Result<Option<Self>, Failure> {
        let Some(path) = path else { return Ok(None) };
        let refused = |found: String, expected: &str, remedy: &str| Err(wrong("--chart", &found, expected, remedy));
        if path.is_dir() {
            let remedy = format!("name a file in it, such as {}", shown(&path.join("credits.svg")));
            return refused(format!("{}, which is a folder", shown(path)), A_FILE, &remedy);
        }
        let form = |ending: &OsStr| Form::ALL.into_iter().find(|form| ending.eq_ignore_ascii_case(form.ending()));
        let Some(form) = path.extension().and_then(form) else {
            return refused(format!("\"{}\"", shown(path)), A_FILE, "end its name in .svg or .png");
        };
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty() && !folder.is_dir());
        if let Some(folder) = folder {
            let is = if folder.exists() { "which is no folder" } else { "which is not there" };
            let found = format!("a file in {}, {is}", shown(folder));
            return refused(found, "a file in a folder that is there", "make that folder first, or name another");
        }
        if path.exists() && !force {
            let found = format!("{}, which is there already", shown(path));
            return refused(found, "a new file", "choose another name, or draw over it with --force");
        }
        Ok(Some(Self { path: path.into(), form }))
    }

    /// Draws credits in it.
    pub fn draw(&self, credits: &Credits, theme: Theme) -> Result<(), Failure> {
        let failed = |why: &str| Failure::Failed(format!("{}: {why}", shown(&self.path)));
        let drawn = draw_credits(credits, self.form, theme).map_err(|error| failed(&error.to_string()))?;
        for drawing in drawn.drawings {
            std::fs::write(&self.path, drawing.bytes).map_err(|error| failed(&words(&error)))?;
        }
        warn(&Vec::from_iter(about_boxes(&shown(&self.path), &drawn.boxes, &[self.form])));
        Ok(())
    }
}
