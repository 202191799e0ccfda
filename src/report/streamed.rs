//! Files that are written beside a folder, part by part, before they are put in place with the others.

use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{self, Write};
use std::path::Path;

/// A file that stands beside a folder before it is put in place with the others.
#[derive(Debug, Clone)]
pub struct Streamed {
    /// Its name in the folder.
    pub name: String,
    /// Its hash and its length.
    pub sum: Sum,
}

/// The hash and the length of what comes part by part.
#[derive(Debug, Clone, Default)]
pub struct Sum {
    hasher: Sha256,
    /// The length (bytes).
    pub bytes: u64,
}

impl Sum {
    /// SHA-256 in hexadecimal.
    pub fn hash(&self) -> String {
        hexadecimal(&self.hasher.clone().finalize())
    }

    fn add(&mut self, bytes: &[u8]) {
        self.hasher.update(bytes);
        self.bytes += bytes.len() as u64;
    }
}

/// A file whose hash and length are known when it is written.
#[derive(Debug)]
pub struct Summed {
    file: File,
    sum: Sum,
}

impl Summed {
    /// A new file.
    ///
    /// # Errors
    /// If there is one, or the system refuses.
    pub fn new(path: &Path) -> io::Result<Self> {
        Ok(Self { file: File::create_new(path)?, sum: Sum::default() })
    }

    /// Waits until it is on the disk.
    ///
    /// # Errors
    /// If the system refuses.
    pub fn finish(self) -> io::Result<Sum> {
        self.file.sync_all()?;
        Ok(self.sum)
    }
}

impl Write for Summed {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.file.write(bytes)?;
        self.sum.add(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// Bytes as digits.
pub fn hexadecimal(bytes: &[u8]) -> String {
    let digits =
        |byte: &u8| [byte >> 4, byte & 15].map(|digit| char::from_digit(u32::from(digit), 16).expect("below 16"));
    bytes.iter().flat_map(digits).collect()
}
