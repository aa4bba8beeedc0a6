using System.Globalization;
using ImprovementBoard.Web.Data;
using ImprovementBoard.Web.Features.Mail;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Web.Features.Retention;

/// <summary>Removes the files of mails whose text was removed from the database, and those that a portal that died left half written. It looks at what lies there, so a file that was left behind goes the next time.</summary>
internal sealed class OutboxSweep(BoardDatabase database, BoardOptions options, TimeProvider clock, ILogger<OutboxSweep> log)
{
    private const int Batch = 500;

    private static readonly TimeSpan LeftBehind = TimeSpan.FromHours(1);

    /// <returns>How many were removed.</returns>
    public async Task<int> SweepAsync(CancellationToken ct = default)
    {
        var folder = new OutboxFolder(options).Folder;
        if (!Directory.Exists(folder))
            return 0;
        await using var db = database.OpenWithoutProgramme();
        var swept = 0;
        foreach (var some in Directory.EnumerateFiles(folder).Where(f => f.EndsWith(".eml", StringComparison.Ordinal) || IsPart(f)).Select(f => (File: f, Id: int.TryParse(Path.GetFileName(f).Split('.')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0)).Where(f => f.Id > 0).ToList().Chunk(Batch))
        {
            var ids = some.Select(f => f.Id).ToList();
            // Across programmes on purpose: the outbox is one folder.
            var cleared = (await db.Mail.IgnoreQueryFilters().Where(m => ids.Contains(m.Id) && m.ClearedOn != null).Select(m => m.Id).ToListAsync(ct)).ToHashSet();
            foreach (var (file, _) in some.Where(f => cleared.Contains(f.Id) || (IsPart(f.File) && File.GetLastWriteTimeUtc(f.File) < clock.GetUtcNow().UtcDateTime - LeftBehind)))
            {
                try
                {
                    File.Delete(file);
                    swept++;
                }
                catch (Exception e) when (e is IOException or UnauthorizedAccessException)
                {
                    log.LogError(e, "The file {File} of a mail that is gone could not be removed. It is tried again every night.", Path.GetFileName(file));
                }
            }
        }
        return swept;
    }

    private static bool IsPart(string file) => file.EndsWith($".eml{OutboxFolder.Part}", StringComparison.Ordinal);
}
