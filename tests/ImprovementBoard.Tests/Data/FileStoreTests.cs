using ImprovementBoard.Core;
using ImprovementBoard.Core.Evidence;
using ImprovementBoard.Web.Data;

namespace ImprovementBoard.Tests.Data;

public sealed class FileStoreTests : IAsyncLifetime
{
    private TestDatabase database = null!;

    private FileStore Store => database.Get<FileStore>();

    public async Task InitializeAsync() => database = await TestDatabase.EmptyAsync();

    public async Task DisposeAsync() => await database.DisposeAsync();

    [Fact]
    public async Task A_file_lies_under_its_hash_and_comes_back_byte_for_byte()
    {
        using var file = await ReceiveAsync(TestFiles.Docx);
        Store.Keep(file);

        await using var back = await Store.OpenAsync(file.Sha256, default);
        using var bytes = new MemoryStream();
        await back!.CopyToAsync(bytes);
        Assert.Equal(TestFiles.Docx, bytes.ToArray());
        Assert.Equal([Store.PathOf(file.Sha256)], Files());
    }

    [Fact]
    public async Task The_same_bytes_twice_are_one_file_and_mend_a_damaged_one()
    {
        using var first = await ReceiveAsync(TestFiles.Pdf);
        Store.Keep(first);
        await File.WriteAllTextAsync(Store.PathOf(first.Sha256), "damaged");

        using var second = await ReceiveAsync(TestFiles.Pdf);
        Store.Keep(second);

        Assert.Equal(TestFiles.Pdf, await File.ReadAllBytesAsync(Assert.Single(Files())));
    }

    [Fact]
    public async Task A_file_that_is_not_kept_leaves_nothing()
    {
        (await ReceiveAsync(TestFiles.Pdf)).Dispose();

        Assert.Empty(Files());
    }

    [Fact]
    public async Task A_file_that_cannot_be_removed_keeps_no_other_from_being_swept()
    {
        using var first = await ReceiveAsync(TestFiles.Docx);
        using var second = await ReceiveAsync(TestFiles.Pdf);
        Store.Keep(first);
        Store.Keep(second);
        database.Clock.Now += FileStore.Grace + TimeSpan.FromMinutes(1);
        var remove = Store.Remove;
        Store.Remove = file => (file.Name == first.Sha256 ? _ => throw new UnauthorizedAccessException("Held open.") : remove)(file);

        Assert.Equal(1, await Store.SweepAsync(_ => Task.FromResult(false)));

        Assert.Equal([Store.PathOf(first.Sha256)], Files());
    }

    [Fact]
    public async Task A_disk_that_fills_half_way_is_told_and_leaves_nothing_and_the_next_file_is_taken()
    {
        var create = Store.Create;
        Store.Create = path => new FullDisk(path, room: 100_000);

        var fault = await Assert.ThrowsAsync<RuleException>(() => ReceiveAsync(new byte[300_000]));

        Assert.Equal("File", fault.Field);
        Assert.StartsWith("The file could not be stored: the server’s disk is full", fault.Message, StringComparison.Ordinal);
        Assert.Empty(Files());
        Store.Create = create;
        using var next = await ReceiveAsync(TestFiles.Pdf);
        Store.Keep(next);
        Assert.Single(Files());
    }

    [Fact]
    public async Task Too_many_bytes_are_refused_while_they_come()
    {
        var fault = await Assert.ThrowsAsync<RuleException>(() => Store.ReceiveAsync(new Endless(), "film.pdf", default));

        Assert.StartsWith("“film.pdf” is larger than 25 MB.", fault.Message, StringComparison.Ordinal);
        Assert.Empty(Files());
    }

    [Fact]
    public async Task A_browser_that_goes_away_half_way_leaves_nothing()
    {
        await Assert.ThrowsAsync<UploadCutShortException>(() => Store.ReceiveAsync(new Endless(breaksAt: 200_000), "a.pdf", default));

        Assert.Empty(Files());
    }

    private Task<ReceivedFile> ReceiveAsync(byte[] bytes) => Store.ReceiveAsync(new MemoryStream(bytes), "a.pdf", default);

    private string[] Files() => Directory.GetFiles(Store.Folder, "*", SearchOption.AllDirectories);

    /// <summary>A file on a disk with little room left.</summary>
    private sealed class FullDisk(string path, int room) : FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, bufferSize: 1)
    {
        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
            Length + buffer.Length > room ? throw new IOException("No space left on device", 28) : base.WriteAsync(buffer, cancellationToken);
    }

    /// <summary>Sends zeros without end, or until the connection breaks.</summary>
    private sealed class Endless(long breaksAt = long.MaxValue) : MemoryStream
    {
        private long sent;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Assert.InRange(sent, 0, FileContent.MaxSize + 1_000_000);
            if (sent > breaksAt)
                throw new IOException("The client reset the request stream.");
            sent += buffer.Length;
            buffer.Span.Clear();
            return ValueTask.FromResult(buffer.Length);
        }
    }
}
