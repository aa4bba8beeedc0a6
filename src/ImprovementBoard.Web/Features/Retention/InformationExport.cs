using System.Globalization;
using System.IO.Compression;
using System.Text;
using ImprovementBoard.Core;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Actions;
using ImprovementBoard.Core.Evidence;
using ImprovementBoard.Core.History;
using ImprovementBoard.Core.Inspections;
using ImprovementBoard.Core.Packs;
using ImprovementBoard.Core.Packs.Tables;
using ImprovementBoard.Core.Programmes;
using ImprovementBoard.Core.Retention;
using ImprovementBoard.Core.Time;
using ImprovementBoard.Core.Visits;
using ImprovementBoard.Web.Access;
using ImprovementBoard.Web.Data;
using ImprovementBoard.Web.Features.Evidence;
using ImprovementBoard.Web.Features.History;
using ImprovementBoard.Web.Features.Packs;
using ImprovementBoard.Web.Features.Visits;
using ImprovementBoard.Web.History;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Web.Features.Retention;

/// <summary>Something that is not in the file.</summary>
/// <param name="Count">How many.</param>
/// <param name="Why">Why it was left out.</param>
/// <param name="Heading">The exemption an officer might look at first; a suggestion, never a decision.</param>
public sealed record LeftOut(string What, int Count, string Why, string Heading);

/// <summary>
/// A programme for a request under the Freedom of Information Act: what an external viewer may read, less what could name a person or is not finished, and a list of what
/// was left out. Written row by row into a file that has no name on disk, so that a large programme needs no memory and nothing is left behind.
/// </summary>
internal sealed class InformationExport(BoardDatabase database, PackProof proof, BoardOptions options, TimeProvider clock)
{
    private const string Personal = "s.40(2), personal information", Conduct = "s.36, effective conduct of public affairs", Future = "s.22, intended for future publication", Exempt = $"{Personal}; {Conduct}";

    /// <summary>What would be left out today.</summary>
    /// <exception cref="ForbiddenException">The person may not.</exception>
    public async Task<IReadOnlyList<LeftOut>> LeftOutAsync(ProgrammeScope scope, CancellationToken ct = default)
    {
        scope.Actor.Require(Permission.ExportForRequests);
        await using var db = database.Open(scope.Id);
        return await LeftOutAsync(db, scope, await ExemptAsync(db, ct), ct);
    }

    /// <summary>
    /// Writes the file, records that it was taken, and puts a hold on the programme. Whoever may take the file puts that hold, though few may lift one: to delete what was asked for is an
    /// offence (Freedom of Information Act 2000, section 77), and who takes the file knows of the request. The stream is to be read from its beginning and disposed.
    /// </summary>
    /// <param name="request">Reference of the request, or null.</param>
    /// <param name="hold">False where nothing is to be held.</param>
    /// <exception cref="ForbiddenException">The person may not.</exception>
    /// <exception cref="RuleException">The reference is too long.</exception>
    public async Task<Stream> WriteAsync(ProgrammeScope scope, string? request, bool hold, CancellationToken ct = default)
    {
        scope.Actor.Require(Permission.ExportForRequests);
        var reference = RetentionHold.RequestOf(request);
        var file = Nameless();
        try
        {
            await using var db = database.Open(scope.Id);
            var exempt = await ExemptAsync(db, ct);
            var leftOut = await LeftOutAsync(db, scope, exempt, ct);
            RetentionHold? held = null;
            await using (var turn = await db.LockProgrammeAsync(ct))
            {
                if (hold)
                    held = await HoldAsync(db, scope, reference, ct);
                db.Record(scope.Actor, clock.GetUtcNow(), scope.Today, Subject.Programme, "export", HistoryKind.Exported, reference.Length == 0 ? "Programme exported for an information request" : $"Programme exported for information request {reference}");
                await db.SaveChangesAsync(ct);
                await turn.CommitAsync(ct);
            }
            using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
                await WriteAsync(zip, db, scope, exempt, leftOut, held, ct);
            file.Position = 0;
            return file;
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }

    // One that stands for the same request is not put again; one for something else may be lifted before this request is answered.
    private async Task<RetentionHold> HoldAsync(BoardDbContext db, ProgrammeScope scope, string reference, CancellationToken ct)
    {
        await db.LockAccountsAsync(ct);
        var hold = RetentionHold.ForRequest(reference, scope.Actor, scope.Today);
        if (await db.RetentionHolds.AsNoTracking().FirstOrDefaultAsync(h => h.LiftedOn == null && h.Covers == HoldCovers.Programme && h.Reason == hold.Reason, ct) is { } standing)
            return standing;
        db.RetentionHolds.Add(hold);
        db.Record(scope.Actor, clock.GetUtcNow(), scope.Today, Subject.Programme, "retention", HistoryKind.HoldChanged, hold.Told);
        return hold;
    }

    private async Task WriteAsync(ZipArchive zip, BoardDbContext db, ProgrammeScope scope, ExemptActions exempt, IReadOnlyList<LeftOut> leftOut, RetentionHold? held, CancellationToken ct)
    {
        var outside = Outside(scope);
        var today = scope.Today;
        var findings = ReadableVisits.Findings(db, outside);
        var actions = Publishable(db);
        var posts = await db.Members.ToDictionaryAsync(m => m.Id, m => m.Title, ct);
        var tables = new Tables(zip, exempt);

        await using (var read = Text(zip, "read-me.txt"))
            await read.WriteAsync(ReadMe(scope, held));
        await tables.AddAsync("recommendations.csv", ["Reference", "Recommendation", "Text", "Owner", "Status", "Delivery rating", "Reason", "Source"],
            db.Recommendations.AsNoTracking().OrderBy(r => r.Order).Select(r => new { r, ByExempt = r.Actions.Any(a => a.NotForPublication != null) }).AsAsyncEnumerable(),
            x => [x.r.Ref, x.r.ShortTitle, x.r.Text, posts.GetValueOrDefault(x.r.OwnerId), $"{x.r.Status}", $"{x.r.Delivery}", x.ByExempt ? ExemptActions.Rating : x.r.DeliveryReason, x.r.Source], ct);
        await tables.AddAsync("impact.csv", ["Recommendation", "On", "Level", "By", "Reason"],
            db.ImpactJudgements.AsNoTracking().Where(j => j.On <= today && (j.FindingId == null || findings.Any(f => f.Id == j.FindingId))).OrderBy(j => j.Id).Join(db.Recommendations, j => j.RecommendationId, r => r.Id, (j, r) => new { j, r.Ref }).AsAsyncEnumerable(), x => [x.Ref, x.j.On, $"{x.j.Level}", x.j.By, x.j.Reason], ct);
        await tables.AddAsync("actions.csv", ["Reference", "Action", "Done looks like", "Lead", "Partner agency", "First agreed start", "First agreed due date", "Due", "Started", "Delivered", "Signed off", "Signed off by", "Closed", "Rating", "Reason"],
            actions.OrderBy(a => a.Order).AsAsyncEnumerable(), a => [a.Ref, a.Title, a.DoneLooksLike, posts.GetValueOrDefault(a.LeadId), a.PartnerAgency, a.BaselineStart, a.BaselineDue, a.Due, a.StartedOn, a.DeliveredOn, a.SignedOffOn, a.SignedOffBy, a.ClosedOn, $"{a.Delivery}", a.DeliveryReason], ct);
        await tables.AddAsync("updates.csv", ["Action", "Posted on", "By", "What changed", "What a child would notice", "What is in the way", "Forecast", "Reviewed on", "Reviewed by", "Returned", "Note of the review"],
            db.Updates.AsNoTracking().Where(u => u.On <= today).OrderBy(u => u.Id).Join(actions, u => u.ActionItemId, a => a.Id, (u, a) => new { u, a.Ref }).AsAsyncEnumerable(),
            x => [x.Ref, x.u.On, posts.GetValueOrDefault(x.u.ById), x.u.WhatChanged, x.u.ChildWouldNotice, x.u.InTheWay, x.u.Forecast, x.u.ReviewedOn, x.u.ReviewedBy, x.u.Returned ? "yes" : "", x.u.ReviewNote], ct);
        await tables.AddAsync("decisions-on-dates.csv", ["Action", "Proposed on", "Proposed by", "Due before", "Due proposed", "Reason", "Decided on", "Decided by", "Outcome", "Decision", "Note"],
            db.Proposals.AsNoTracking().Where(p => p.ProposedOn <= today).OrderBy(p => p.Id).Join(actions, p => p.ActionItemId, a => a.Id, (p, a) => new { p, a.Ref }).AsAsyncEnumerable(),
            x => [x.Ref, x.p.ProposedOn, x.p.ProposedBy, x.p.FromDue, x.p.NewDue, x.p.Reason, x.p.DecidedOn, x.p.DecidedBy, $"{x.p.Outcome}", x.p.Decision, x.p.Note], ct);
        await tables.AddAsync("milestones.csv", ["Action", "Number", "Milestone", "First agreed date", "Date in force", "Reached on", "Missed", "Why it was missed", "Said on", "By"],
            actions.OrderBy(a => a.Order).AsAsyncEnumerable().SelectMany(a => a.MilestonesOn(today).Select(m => (a.Ref, m))),
            x => [x.Ref, x.m.Number, x.m.Title, x.m.Baseline, x.m.Current, x.m.DoneOn, x.m.Missed ? "yes" : "", x.m.MissedReason?.Text, x.m.MissedReason?.On, x.m.MissedReason?.By], ct);
        await tables.AddAsync("dependencies.csv", ["Action", "Waits for", "From", "By", "Until", "Ended by"],
            db.Dependencies.AsNoTracking().Where(d => d.From <= today).OrderBy(d => d.Id).Join(actions, d => d.ActionItemId, a => a.Id, (d, a) => new { d, a.Ref }).Join(actions, x => x.d.WaitsForId, a => a.Id, (x, a) => new { x.d, x.Ref, For = a.Ref }).AsAsyncEnumerable(),
            x => [x.Ref, x.For, x.d.From, x.d.By, x.d.Until, x.d.EndedBy], ct);
        await tables.AddAsync("directions.csv", ["Kind", "Legal basis", "Issued on", "Ended on", "Why it ended", "What it requires", "Source", "Note"],
            db.Directions.AsNoTracking().Where(d => d.IssuedOn == null || d.IssuedOn <= today).OrderBy(d => d.Id).AsAsyncEnumerable(), d => [d.Kind.Words(), d.LegalBasis, d.IssuedOn, d.EndedOn, d.EndReason, d.Summary, d.Source, d.Note], ct);
        await tables.AddAsync("inspections.csv", ["Reference", "Inspection", "Framework", "Fieldwork from", "Fieldwork to", "Report received", "Report published", "Plan due", "Area", "Part of", "Body", "Grade", "Source", "Note"],
            db.Inspections.AsNoTracking().Where(i => i.PublishedOn <= today).OrderBy(i => i.PublishedOn).AsAsyncEnumerable().SelectMany(i => i.Judgements.Select(j => (i, j))),
            x => [x.i.Ref, x.i.Title, x.i.Framework, x.i.FieldworkFrom, x.i.FieldworkTo, x.i.ReceivedOn, x.i.PublishedOn, x.i.PlanDueOn, x.j.Area, x.j.PartOf, x.j.Body, x.j.Grade.Words(), x.i.Source, x.i.Note], ct);
        await tables.AddAsync("visits.csv", ["Reference", "Visit", "When", "Focus", "Pace", "Letter published", "Source"],
            ReadableVisits.Visits(db, outside).Where(v => v.RecordedOn <= today).OrderBy(v => v.SortOn).AsAsyncEnumerable(), v => [v.Ref, v.Title, v.DateWords, v.Focus, v.Pace.Words(), v.LetterPublishedOn, v.Source], ct);
        await tables.AddAsync("findings.csv", ["Number", "On", "Kind", "Finding", "Source"],
            ReadableVisits.Findings(db, outside).Where(f => f.RecordedOn <= today).OrderBy(f => f.On).ThenBy(f => f.Id).AsAsyncEnumerable(), f => [f.Id, f.On, f.Polarity.Words(), f.Text, f.Source], ct);
        await tables.AddAsync("evidence.csv", ["Number", "Title", "Kind", "Strength", "Dated", "Sample", "What it shows", "Added on", "By", "Withdrawn on"],
            Evidence(db, outside).Where(e => e.AddedOn <= today).OrderBy(e => e.Id).AsAsyncEnumerable(), e => [e.Id, e.Title, e.Kind.Words(), e.Strength.Words(), e.DatedOn, e.SampleSize is { } n ? SmallNumbers.Of(n) : "", e.Finding, e.AddedOn, e.AddedBy, e.WithdrawnOn], ct);
        await tables.AddAsync("packs.csv", ["Number", "Audience", "Period", "Position as at", "Issued on", "Issued by", "SHA-256", "File in this archive"],
            Issued(db, today).AsNoTracking().OrderBy(p => p.Number).Select(p => new { p.Number, p.Audience, p.PeriodName, p.PositionAsAt, p.IssuedOn, p.IssuedBy, p.FileHash }).AsAsyncEnumerable(),
            p => [p.Number, p.Audience.Words(), p.PeriodName, p.PositionAsAt, p.IssuedOn, p.IssuedBy, p.FileHash, p.Audience == Audience.Public ? PackName(p.Number!.Value) : "no: other editions than the public one are to be looked at first"], ct);
        await tables.AddAsync("history.csv", ["Number", "On", "Item", "Reference", "Change", "What happened", "By"],
            History(db, outside).AsNoTracking().OrderBy(h => h.Sequence).AsAsyncEnumerable().Where(h => !exempt.In(h.What)), h => [h.Sequence.ToString(CultureInfo.InvariantCulture), h.On, $"{h.Subject}", h.SubjectRef, HistoryWords.Of(h.Kind), h.What, h.By], ct);
        if (tables.Withheld > 0)
            leftOut = [.. leftOut, new("Other texts that name an action that is not for publication", tables.Withheld, $"“{ExemptActions.Withheld}” stands in their place.", Exempt)];
        await tables.AddAsync("left-out.csv", ["What was left out", "How many", "Why", "Heading to look at first (a suggestion; the officer decides)"], leftOut.ToAsyncEnumerable(), l => [l.What, l.Count, l.Why, l.Heading], ct);
        foreach (var pack in await Issued(db, today).Where(p => p.Audience == Audience.Public).OrderBy(p => p.Number).Select(p => new { p.Number, p.FileHash }).ToListAsync(ct))
        {
            try
            {
                var pdf = await proof.FileAsync(db, pack.FileHash, Pack.NameOf(0, pack.Number), ct);
                await using var to = await zip.CreateEntry(PackName(pack.Number!.Value), CompressionLevel.NoCompression).OpenAsync(ct);
                await to.WriteAsync(pdf, ct);
            }
            catch (DamagedException e)
            {
                // The rest is owed all the same.
                await using var to = Text(zip, $"{PackName(pack.Number!.Value)}-is-damaged.txt");
                await to.WriteAsync(e.Message);
            }
        }
    }

    private static async Task<IReadOnlyList<LeftOut>> LeftOutAsync(BoardDbContext db, ProgrammeScope scope, ExemptActions exempt, CancellationToken ct)
    {
        var outside = Outside(scope);
        var today = scope.Today;
        var readable = EvidenceQueries.Readable(db, outside).Where(e => e.AddedOn <= today);
        var open = Evidence(db, outside).Where(e => e.AddedOn <= today);
        IReadOnlyList<LeftOut> all =
        [
            new("Confidential evidence, and what is said of it", await db.Evidence.CountAsync(e => e.AddedOn <= today, ct) - await readable.CountAsync(ct), "It was marked confidential when it was attached.", $"{Personal}; {Conduct}"),
            new("Files of evidence that is not confidential", await db.EvidenceVersions.CountAsync(v => v.Sha256 != null && v.DeletedOn == null && open.Any(e => e.Id == v.EvidenceItemId), ct), "What each shows is in the list; a file may name people and has to be opened and read first.", Personal),
            new("Samples of 1 to 5 files or people", await open.CountAsync(e => e.SampleSize >= 1 && e.SampleSize <= SmallNumbers.Most, ct), "Somebody could be recognised; “c” stands in their place.", Personal),
            new("Visits whose letter is not marked as published, and what was found", await ReadableVisits.Unpublished(db, today).CountAsync(v => v.RecordedOn <= today, ct), "Ofsted publishes the letter; where it did, mark it on the page of the visit.", Future),
            new("Actions that are not for publication, with their updates, evidence and history", exempt.Count, "The programme office marked them so; the reason is on the page of each. What was issued before tells of them.", Exempt),
            new("Updates that were typed and not posted", await db.UpdateDrafts.CountAsync(ct), "Only their authors may read them.", Conduct),
            new("Drafts of packs, and packs before issue or withdrawn", await db.Packs.CountAsync(p => p.IssuedOn == null || p.IssuedOn > today, ct), "They were not issued.", $"{Future}; {Conduct}"),
            new("Comments on packs before issue", await db.PackComments.CountAsync(ct), "They are advice before a decision.", Conduct),
            new("PDFs of issued packs of other editions than the public one", await Issued(db, today).CountAsync(p => p.Audience != Audience.Public, ct), "They are listed; what they say of posts and of small numbers was written for the board.", $"{Personal}; {Conduct}"),
            new("E-mail addresses of people", await db.Members.CountAsync(m => m.UserId != null, ct) + await db.Recipients.CountAsync(r => r.Email != "", ct), "Role titles stand in their place.", Personal),
            new("Who was sent which pack by mail", await db.PackDeliveries.CountAsync(ct), "It holds addresses; that a pack was sent is told in the history of those who send them.", Personal),
            new("Sign-ins and refused sign-ins", await (await db.EventsOfPartsAsync(ct)).CountAsync(ct), "They tell when somebody worked, and guard the portal.", Personal),
            new("What needs attention, day by day", await db.Flags.CountAsync(ct), "It is worked out by rule from the dates, updates and ratings that are in it.", "None: nothing is held in it that is not given"),
            new("Mails", await db.Mail.CountAsync(ct), "They hold addresses; what they tell stands in the history.", Personal),
            new("Entries of the history", await db.History.CountAsync(h => h.On <= today, ct) - await HistoryCountAsync(History(db, outside), exempt, ct), "They tell of what is left out above, or who read, downloaded or was refused what.", $"{Personal}; {Conduct}"),
        ];
        return [.. all.Where(l => l.Count > 0)];
    }

    private static IQueryable<Pack> Issued(BoardDbContext db, DateOnly today) => db.Packs.Where(p => p.Number != null && p.IssuedOn <= today);

    private static IQueryable<ActionItem> Publishable(BoardDbContext db) => db.Actions.AsNoTracking().Where(a => a.NotForPublication == null);

    private static IQueryable<EvidenceItem> Evidence(BoardDbContext db, ProgrammeScope outside)
    {
        var actions = Publishable(db);
        return EvidenceQueries.Readable(db, outside).AsNoTracking().Where(e => e.ActionItemId == null || actions.Any(a => a.Id == e.ActionItemId));
    }

    private static IQueryable<HistoryEntry> History(BoardDbContext db, ProgrammeScope outside)
    {
        var (actions, evidence) = (Publishable(db), Evidence(db, outside));
        return db.Readable(outside).Where(h => (h.Subject != Subject.Action || actions.Any(a => a.Ref == h.SubjectRef)) && (h.EvidenceId == null || evidence.Any(e => e.Id == h.EvidenceId)));
    }

    private static async Task<ExemptActions> ExemptAsync(BoardDbContext db, CancellationToken ct) =>
        new((await db.Actions.Where(a => a.NotForPublication != null).Select(a => new { a.Ref, a.Title }).ToListAsync(ct)).ConvertAll(a => (a.Ref, a.Title)));

    // Whether words name an action, the database cannot tell.
    private static async Task<int> HistoryCountAsync(IQueryable<HistoryEntry> history, ExemptActions exempt, CancellationToken ct) =>
        exempt.Count > 0 ? await history.Select(h => h.What).AsAsyncEnumerable().CountAsync(what => !exempt.In(what), ct) : await history.CountAsync(ct);

    // As somebody outside reads it, whoever takes it out; a post of nobody, so that no item counts as one’s own.
    private static ProgrammeScope Outside(ProgrammeScope scope) => scope with { Actor = new Actor(scope.Id, null, "Somebody outside", Role.Viewer) };

    private static string PackName(int number) => $"packs/pack-{number}-public.pdf";

    // With the mark that tells spreadsheets the encoding.
    private static StreamWriter Text(ZipArchive zip, string name) => new(zip.CreateEntry(name).Open(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));

    private FileStream Nameless()
    {
        var folder = AppHome.Resolve(options.DataDirectory);
        AppHome.MakePrivate(folder);
        var path = Path.Combine(folder, $"export-{Guid.NewGuid():N}.part");
        var file = new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Delete, 64 * 1024, FileOptions.Asynchronous | FileOptions.DeleteOnClose);
        // Windows removes it with its last handle, whatever happens to the portal; elsewhere it lives on without a name.
        if (!OperatingSystem.IsWindows())
            File.Delete(path);
        return file;
    }

    private static string ReadMe(ProgrammeScope scope, RetentionHold? held) => $"""
        {scope.Programme.Name}
        Position as at {Words.Long(scope.Today)}

        Made for a request under the Freedom of Information Act 2000. It is answered within 20 working days.

        What is in it: the plan with its milestones and what waits for what, updates as posted, decisions on dates, directions and notices, inspections with their judgements, visits whose letter is published, findings, evidence that is not confidential (as a list), issued packs (as a list, with the
        PDF of every public edition), and the history that the board reads.

        What is not in it stands in left-out.csv, with how many there are of each. Where a text names an action that is not for publication, a sentence stands in its place; such entries of the history are left out. The headings there are suggestions for the officer who decides; nobody has decided them, and s.36 needs the
        opinion of the qualified person.

        left-out.csv is for that officer and not for the applicant as it is: that something exists may itself be exempt (section 40(5B), for one).

        Before anything is released, somebody must read what people wrote: updates, reasons and findings are free text, and a person may be named in them.

        Nothing of what a request asks for may be deleted meanwhile: to delete it so that it need not be given is an offence (section 77).
        {(held is null
            ? "No hold was put with this file. Have the administrator put one (Retention), unless one stands."
            : $"The whole programme is held since {Words.Long(held.PutOn)}, so nothing of it is deleted ({held.Reason}). The administrator lifts the hold once the request is answered (Retention).")}

        Files ending in .csv open in any spreadsheet program; they are in UTF-8. A text that begins with = + - or @ has an apostrophe before it.

        """;

    // Row by row; no text that names an action that is left out is written.
    private sealed class Tables(ZipArchive zip, ExemptActions exempt)
    {
        public int Withheld { get; private set; }

        public async Task AddAsync<T>(string name, IReadOnlyList<string> heads, IAsyncEnumerable<T> rows, Func<T, IReadOnlyList<PackCell>> cells, CancellationToken ct)
        {
            await using var to = Text(zip, name);
            await to.WriteAsync(PackCsv.Line([.. heads.Select(h => (PackCell)h)]));
            await foreach (var row in rows.WithCancellation(ct))
                await to.WriteAsync(PackCsv.Line([.. cells(row).Select(Told)]));
        }

        private PackCell Told(PackCell cell)
        {
            if (!exempt.In((cell as TextCell)?.Text))
                return cell;
            Withheld++;
            return ExemptActions.Withheld;
        }
    }
}
