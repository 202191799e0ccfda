//! A file in which one chart is drawn.

use super::changes::wrong;
use super::{Failure, shown, warn};
use crate::report::about_boxes;
use crate::report::charts::{Credits, Form, Theme, draw_credits};
use crate::scenario::text::words;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

/// The file, and the form that its ending stands for.
pub struct Canvas {
    path: PathBuf,
    form: Form,
}

impl Canvas {
    /// The file that is asked for, if one is; it is there already only where it may be drawn over.
    pub fn of(path: Option<&Path>, force: bool) -> Result<Option<Self>, Failure> {
        let Some(path) = path else { return Ok(None) };
        let form = |ending: &OsStr| Form::ALL.into_iter().find(|form| ending.eq_ignore_ascii_case(form.ending()));
        let Some(form) = path.extension().and_then(form) else {
            let found = format!("\"{}\"", shown(path));
            return Err(wrong("--chart", &found, "a file .svg or .png", "end its name in .svg or .png"));
        };
        if path.exists() && !force {
            let found = format!("{}, which is there already", shown(path));
            return Err(wrong("--chart", &found, "a new file", "choose another name, or draw over it with --force"));
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
