using System.Text;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.History;
using ImprovementBoard.Core.Packs;
using ImprovementBoard.Core.Programmes;
using ImprovementBoard.Core.Time;
using ImprovementBoard.Web.Data;
using ImprovementBoard.Web.Features.Distribution;
using ImprovementBoard.Web.History;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Web.Features.Packs;

/// <summary>Another pack took the number that a drawn one carries.</summary>
internal sealed class NumberTakenException() : Exception("Other packs took the numbers of this one while it was drawn. It is tried again.");

/// <summary>Stores packs. One transaction stores row, file, places of approvers and history entry, so a pack is whole or absent.</summary>
internal sealed class PackStore(BoardDatabase database, PackSender sender, TimeProvider clock)
{
    /// <summary>
    /// Stores a drawn pack: for approval where its audience has approvers, else issued. Null when another run stored this version first; the stored one
    /// when its own run did.
    /// </summary>
    /// <param name="on">The day for which it counts as made.</param>
    /// <exception cref="NumberTakenException">Its number is no longer free.</exception>
    public async Task<Pack?> StoreAsync(Programme programme, Audience audience, DrawnPack drawn, DateOnly on, Actor actor, CancellationToken ct)
    {
        await using var db = database.Open(programme.Id);
        await using var transaction = await db.LockProgrammeAsync(ct);
        if (drawn.RunId is { } asked && await MadeInAsync(db, asked, ct) is { } stands)
            return stands;
        var ofPeriod = db.Packs.Where(p => p.Audience == audience && p.PeriodKey == drawn.Due.Period.Key && p.Number != null);
        if (drawn.Number is not null)
        {
            // A schedule makes the first version once, whatever became of it.
            if (await ofPeriod.AnyAsync(p => p.WithdrawnOn == null ? p.Version >= drawn.Version : actor.MemberId == null, ct))
                return null;
            if (await db.Packs.AnyAsync(p => p.Number == drawn.Number, ct))
                throw new NumberTakenException();
        }
        var now = clock.GetUtcNow();
        var pack = Row(programme, audience, drawn, on, actor, now);
        await KeepAsync(db, pack.FileHash, drawn.Rendered.Pdf, ct);
        if (pack.SnapshotHash is { } shared)
            await KeepAsync(db, shared, Encoding.UTF8.GetBytes(drawn.Shared!), ct);
        if (pack.Number is not null)
            await AskOrIssueAsync(db, pack, ofPeriod, actor, on, now, ct);
        db.Packs.Add(pack);
        // A draft is called by its key, which it has only now.
        await db.SaveChangesAsync(ct);
        db.Record(actor, now, on, Subject.Pack, pack.Ref, pack.Approvals.Count > 0 ? HistoryKind.PackPrepared : HistoryKind.PackBuilt, Said(pack));
        if (pack.IssuedOn is not null)
            await sender.IssuedAsync(db, programme, pack, actor, on, now, ct);
        await PackSender.AskAsync(db, programme, pack, on, now, ct);
        await db.SaveChangesAsync(ct);
        if (drawn.RunId is not null)
            await db.PackRuns.Where(r => r.Id == drawn.RunId).ExecuteUpdateAsync(set => set.SetProperty(r => r.PackId, pack.Id), ct);
        await transaction.CommitAsync(ct);
        return pack;
    }

    /// <summary>The pack that a run has made, with its approvals, or null.</summary>
    public static Task<Pack?> MadeInAsync(BoardDbContext db, int runId, CancellationToken ct) =>
        db.Packs.AsNoTracking().Include(p => p.Approvals).SingleOrDefaultAsync(p => db.PackRuns.Any(r => r.Id == runId && r.PackId == p.Id), ct);

    private static async Task KeepAsync(BoardDbContext db, string hash, byte[] content, CancellationToken ct)
    {
        if (!await db.Files.AnyAsync(f => f.Hash == hash, ct))
            db.Files.Add(new StoredFile { Hash = hash, Content = content });
    }

    private static async Task AskOrIssueAsync(BoardDbContext db, Pack pack, IQueryable<Pack> ofPeriod, Actor actor, DateOnly on, DateTimeOffset now, CancellationToken ct)
    {
        var schedule = await db.Schedules.OfAsync(pack.Audience, ct);
        var posts = await db.Members.AsNoTracking().OrderBy(m => m.Title).ToListAsync(ct);
        pack.AskFor(Approvers.Of(schedule, posts, on), schedule?.IssueWithLastApproval ?? true);
        if (pack.Approvals.Count == 0)
            pack.Issue(await ofPeriod.ToListAsync(ct), actor, on, now);
    }

    private static string Said(Pack pack)
    {
        var what = pack.Approvals.Count > 0 ? $"prepared for approval by the {Words.List([.. pack.Approvals.Select(a => Words.Inside(a.Title))])}" : "made";
        var version = pack.Version > 1 ? $" ({pack.Label}, because: {pack.Correction})" : "";
        var late = pack.LateSince is { } due ? $"; it {new LatePack(due, pack.BuiltAt, pack.LateBecause).Words}" : "";
        return $"{pack.Name}{version} {what} for the {pack.Audience.Words().ToLowerInvariant()}, {pack.PeriodName}, position as at {Words.Long(pack.PositionAsAt)}{late}";
    }

    private static Pack Row(Programme programme, Audience audience, DrawnPack drawn, DateOnly on, Actor actor, DateTimeOffset now) => new()
    {
        ProgrammeId = programme.Id,
        Audience = audience,
        PeriodKey = drawn.Due.Period.Key,
        PeriodName = drawn.Due.Period.Name,
        PositionAsAt = drawn.Due.PositionAsAt,
        Number = drawn.Number,
        Version = drawn.Version,
        Correction = drawn.Correction,
        BuiltAt = now,
        BuiltOn = on,
        BuiltBy = actor.Title,
        LateSince = drawn.LateBecause.Length > 0 ? drawn.Due.At : null,
        LateBecause = drawn.LateBecause,
        FactsJson = drawn.FactsJson,
        FactsHash = PackFactsReader.Hash(drawn.FactsJson),
        SnapshotHash = drawn.Shared is { } shared ? PackFactsReader.Hash(shared) : null,
        FileHash = PackFactsReader.Hash(drawn.Rendered.Pdf),
        TemplateHash = drawn.Rendered.Template,
        FileSize = drawn.Rendered.Pdf.Length,
        Pages = drawn.Rendered.Pages,
        Replaced = drawn.Rendered.Replaced,
    };
}
