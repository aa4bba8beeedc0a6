using System.Runtime.InteropServices;
using System.Security.Cryptography;
using ImprovementBoard.Core;
using ImprovementBoard.Core.Evidence;

namespace ImprovementBoard.Web.Data;

/// <summary>
/// Files on disk, each under the SHA-256 of its bytes, written once (docs/decisions/0006-evidence-in-a-folder.md). A file is whole or
/// absent: it is written beside its place, forced to disk and moved there before any row names it.
/// </summary>
internal sealed class FileStore(BoardOptions options, TimeProvider clock, ILogger<FileStore> log)
{
    /// <summary>How long a file without a row is left alone: an upload may be about to write its row.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromDays(1);

    /// <summary>The folder of the files.</summary>
    public string Folder { get; } = Path.Combine(AppHome.Resolve(options.DataDirectory), "evidence");

    /// <summary>Opens a file to write; tests let it fail.</summary>
    internal Func<string, Stream> Create { get; set; } = path => new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, bufferSize: 1);

    /// <summary>Removes a file; tests let it fail.</summary>
    internal Action<FileInfo> Remove { get; set; } = file => file.Delete();

    private string Incoming => Path.Combine(Folder, "incoming");

    /// <summary>Writes what comes to a file beside the store, as long as it is at most <see cref="FileContent.MaxSize"/> bytes.</summary>
    /// <exception cref="RuleException">It is too large, or the disk does not take it. Nothing is left behind.</exception>
    public async Task<ReceivedFile> ReceiveAsync(Stream from, string name, CancellationToken ct)
    {
        ReceivedFile? received = null;
        try
        {
            Directory.CreateDirectory(Incoming);
            var path = Path.Combine(Incoming, $"{Guid.NewGuid():N}.part");
            received = new ReceivedFile(name, path, Create(path));
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            var buffer = new byte[64 * 1024];
            int read;
            while ((read = await ReadAsync(from, buffer, ct)) > 0)
            {
                if (received.Content.Length + read > FileContent.MaxSize)
                    throw FileContent.TooLarge(name);
                hash.AppendData(buffer, 0, read);
                await received.Content.WriteAsync(buffer.AsMemory(0, read), ct);
            }
            (received.Content as FileStream)?.Flush(flushToDisk: true);
            received.Sha256 = Convert.ToHexStringLower(hash.GetHashAndReset());
            var result = received;
            received = null;
            return result;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw NoRoom(e);
        }
        finally
        {
            received?.Dispose();
        }
    }

    /// <summary>Moves a received file to its place, for good. Where the same bytes stand already they are replaced by themselves.</summary>
    /// <exception cref="RuleException">The disk does not take it.</exception>
    public void Keep(ReceivedFile file)
    {
        var place = PathOf(file.Sha256);
        try
        {
            var folder = Path.GetDirectoryName(place)!;
            Directory.CreateDirectory(folder);
            // A fresh time keeps the sweep away until the row is written, also where the file lay here before.
            File.SetLastWriteTimeUtc(file.Path, clock.GetUtcNow().UtcDateTime);
            file.MoveTo(place);
            ForceToDisk(folder);
            ForceToDisk(Folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw NoRoom(e);
        }
    }

    /// <summary>The file's bytes, checked against their SHA-256; null and a line in the log when it is missing or damaged.</summary>
    public async Task<Stream?> OpenAsync(string sha256, CancellationToken ct)
    {
        FileStream? file = null;
        try
        {
            file = new FileStream(PathOf(sha256), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 64 * 1024, FileOptions.Asynchronous | FileOptions.SequentialScan);
            if (Convert.ToHexStringLower(await SHA256.HashDataAsync(file, ct)) == sha256)
            {
                file.Position = 0;
                return file;
            }
            log.LogError("Evidence file {Sha256} is damaged: its bytes have another SHA-256. Restore it from the backup.", sha256);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            log.LogError(e, "Evidence file {Sha256} cannot be read. Restore it from the backup.", sha256);
        }
        if (file is not null)
            await file.DisposeAsync();
        return null;
    }

    /// <summary>Removes files that no row names and that are older than <see cref="Grace"/>, such as those of an upload that was cut short.</summary>
    /// <param name="named">Asks whether any row names this SHA-256.</param>
    /// <returns>How many were removed.</returns>
    public async Task<int> SweepAsync(Func<string, Task<bool>> named)
    {
        var before = clock.GetUtcNow().UtcDateTime - Grace;
        if (!Directory.Exists(Folder))
            return 0;
        var swept = 0;
        foreach (var file in new DirectoryInfo(Folder).EnumerateFiles("*", SearchOption.AllDirectories).ToList())
        {
            var old = file.LastWriteTimeUtc < before;
            if (!old || (file.Extension != ".part" && await named(file.Name)))
                continue;
            try
            {
                // Asked again just before: the same bytes may have come in meanwhile.
                file.Refresh();
                if (file.Exists && file.LastWriteTimeUtc < before)
                {
                    Remove(file);
                    swept++;
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                log.LogError(e, "The file {File} below {Folder}, which no evidence names, could not be removed. It is tried again every night.", file.Name, Folder);
            }
        }
        return swept;
    }

    /// <summary>Where a file lies: ab/cdef… so that no folder grows too large.</summary>
    internal string PathOf(string sha256) => Path.Combine(Folder, sha256[..2], sha256);

    private static async ValueTask<int> ReadAsync(Stream from, Memory<byte> buffer, CancellationToken ct)
    {
        try
        {
            return await from.ReadAsync(buffer, ct);
        }
        catch (IOException e)
        {
            // Not the disk: the browser went away or sent something broken.
            throw new UploadCutShortException(e);
        }
    }

    private RuleException NoRoom(Exception e)
    {
        log.LogError(e, "An evidence file could not be written below {Folder}.", Folder);
        return new("The file could not be stored: the server’s disk is full or cannot be written to. Nothing of it was kept. Tell whoever runs the server, then try again.", "File");
    }

    // A moved file survives a power cut once its folder is on disk too. Windows journals this by itself.
    private static void ForceToDisk(string folder)
    {
        if (OperatingSystem.IsWindows())
            return;
        var handle = open(folder, 0);
        if (handle < 0)
            return;
        _ = fsync(handle);
        _ = close(handle);
    }

#pragma warning disable SYSLIB1054, CA2101, CA5392 // The names are the C library's own; three calls do not need unsafe code.
    [DllImport("libc")]
    private static extern int open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc")]
    private static extern int fsync(int handle);

    [DllImport("libc")]
    private static extern int close(int handle);
#pragma warning restore SYSLIB1054, CA2101, CA5392
}

/// <summary>A file that has come in but has no place yet. Disposing removes it unless it was kept.</summary>
internal sealed class ReceivedFile(string name, string path, Stream content) : IDisposable
{
    private bool kept;

    /// <summary>Its cleaned name.</summary>
    public string Name => name;

    /// <summary>Where it lies for now.</summary>
    public string Path => path;

    /// <summary>Its bytes.</summary>
    public Stream Content => content;

    /// <summary>SHA-256 of its bytes.</summary>
    public string Sha256 { get; set; } = "";

    public void Dispose()
    {
        content.Dispose();
        if (!kept)
            File.Delete(path);
    }

    internal void MoveTo(string place)
    {
        content.Dispose();
        File.Move(path, place, overwrite: true);
        kept = true;
    }
}

/// <summary>The browser stopped sending in the middle of a file.</summary>
internal sealed class UploadCutShortException(Exception inner) : Exception("The upload was cut short.", inner);
