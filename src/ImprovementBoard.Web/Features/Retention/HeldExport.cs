using System.Globalization;
using System.IO.Compression;
using System.Security.Claims;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using ImprovementBoard.Core;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Evidence;
using ImprovementBoard.Core.History;
using ImprovementBoard.Core.Mail;
using ImprovementBoard.Core.Packs;
using ImprovementBoard.Core.Programmes;
using ImprovementBoard.Core.Time;
using ImprovementBoard.Web.Access;
using ImprovementBoard.Web.Data;
using ImprovementBoard.Web.Features.Evidence;
using ImprovementBoard.Web.Features.History;
using ImprovementBoard.Web.History;
using ImprovementBoard.Web.Shared.Workbooks;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Web.Features.Retention;

/// <summary>
/// What is held on one person (UK GDPR, article 15), as a workbook for people and JSON for programs. Secrets are never in it: passwords, codes, sessions and links are told
/// by their dates. Of a piece of evidence that is confidential only those learn who may read it.
/// </summary>
internal sealed class HeldExport(BoardDatabase database, Trail trail, TimeProvider clock)
{
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    /// <summary>What this programme and the account hold on the person of a post, with the sessions and sign-ins of the days of their parts here; null where there is none. It is recorded.</summary>
    /// <exception cref="ForbiddenException">The person may not.</exception>
    public async Task<byte[]?> OfPostAsync(ProgrammeScope scope, int id, CancellationToken ct = default)
    {
        scope.Actor.Require(Permission.ManageRetention);
        await using var db = database.Open(scope.Id);
        if (await db.Members.AsNoTracking().SingleOrDefaultAsync(m => m.Id == id && m.UserId != null, ct) is not { } post)
            return null;
        var parts = new List<Part>();
        // What the person does before and after the parts they have here is the business of other programmes.
        var mine = await db.Members.AsNoTracking().Where(m => m.UserId == post.UserId).ToListAsync(ct);
        await AddAccountAsync(parts, db, post.UserId!.Value, at => mine.Exists(m => m.HoldsOn(LondonTime.DateOf(at))), ct);
        await AddProgrammeAsync(parts, db, scope, post.UserId!.Value, own: false, ct);
        await RecordAsync(db, scope, $"What is held on the person who is {Words.Inside(post.Title)} exported", ct);
        return Zip(parts, $"What is held: {post.Title}", scope.Today);
    }

    /// <summary>What this programme holds on a mail address, for somebody who has no account; null where it holds nothing. It is recorded without the address, which would stay for ever.</summary>
    /// <exception cref="ForbiddenException">The person may not.</exception>
    /// <exception cref="RuleException">It is no address.</exception>
    public async Task<byte[]?> OfAddressAsync(ProgrammeScope scope, string? email, CancellationToken ct = default)
    {
        scope.Actor.Require(Permission.ManageRetention);
        var address = EmailAddress.Required(email, "Email");
        await using var db = database.Open(scope.Id);
        var parts = new List<Part>();
        await AddAddressAsync(parts, db, scope.Programme.Name, address.ToUpperInvariant(), [], ct);
        if (parts.TrueForAll(p => p.Rows.Count == 0))
            return null;
        await RecordAsync(db, scope, "What is held on a mail address exported", ct);
        return Zip(parts, $"What is held: {address}", scope.Today);
    }

    /// <summary>What is held on the person who asks, in every programme they have or had a part in. It is recorded.</summary>
    public async Task<byte[]> OfAccountAsync(ClaimsPrincipal person, CancellationToken ct = default)
    {
        var account = ProgrammeAccess.UserId(person) ?? throw new ArgumentException("Nobody is signed in.", nameof(person));
        var parts = new List<Part>();
        await using var none = database.OpenWithoutProgramme();
        await AddAccountAsync(parts, none, account, null, ct);
        // Across programmes on purpose: the person’s own.
        var ids = await none.Members.IgnoreQueryFilters().Where(m => m.UserId == account).Select(m => m.ProgrammeId).Distinct().ToListAsync(ct);
        var now = clock.GetUtcNow();
        foreach (var programme in await none.Programmes.AsNoTracking().Where(p => ids.Contains(p.Id)).OrderBy(p => p.Name).ToListAsync(ct))
        {
            await using var db = database.Open(programme.Id);
            var today = programme.Today(now);
            var post = (await db.Members.AsNoTracking().Where(m => m.UserId == account).ToListAsync(ct)).OrderBy(m => m.HoldsOn(today)).ThenBy(m => m.Id).Last();
            // Who has left, or signed in in a way that does not open the programme, reads no more than an outsider who may look.
            var opens = post.HoldsOn(today) && !ProgrammeAccess.Lacks(person, programme, post);
            var scope = new ProgrammeScope(programme, new Actor(programme.Id, post.Id, post.Title, opens ? post.Role : Role.Viewer), today);
            await AddProgrammeAsync(parts, db, scope, account, own: true, ct);
        }
        await trail.AccountChangedAsync(account, "The person took a copy of what is held on them.");
        return Zip(parts, "What is held on you", LondonTime.DateOf(now));
    }

    private async Task RecordAsync(BoardDbContext db, ProgrammeScope scope, string what, CancellationToken ct)
    {
        await using var turn = await db.LockProgrammeAsync(ct);
        db.Record(scope.Actor, clock.GetUtcNow(), scope.Today, Subject.Programme, "export", HistoryKind.Exported, what);
        await db.SaveChangesAsync(ct);
        await turn.CommitAsync(ct);
    }

    private static async Task AddAccountAsync(List<Part> parts, BoardDbContext db, Guid account, Func<DateTimeOffset, bool>? told, CancellationToken ct)
    {
        var user = await db.Users.AsNoTracking().SingleAsync(u => u.Id == account, ct);
        var codes = await db.RecoveryCodes.CountAsync(c => c.UserId == account && c.UsedAt == null, ct);
        var council = await db.UserLogins.Where(l => l.UserId == account).Select(l => new { l.ProviderDisplayName, l.ProviderKey }).FirstOrDefaultAsync(ct);
        parts.Add(new("Account", ["What", "Held"],
        [
            ["E-mail address", user.Email ?? ""], ["Password", user.PasswordHash is null ? "None" : "Set; only a value is kept from which it cannot be worked out"], ["Password changed by the person (UTC)", At(user.PasswordChangedAt)],
            ["Authenticator app", user.TwoFactorEnabled ? "Set up" : "None"], ["Authenticator app since (UTC)", At(user.AuthenticatorSince)], ["Recovery codes left", $"{codes}"], ["Council account", council is null ? "None" : $"{council.ProviderDisplayName} {council.ProviderKey}".Trim()], ["Locked until (UTC)", At(user.LockoutEnd)], ["Erased on", Day(user.ErasedOn)],
        ]));
        parts.Add(new("Passkeys", ["Name", "Made (UTC)"],
            [.. (await db.Set<IdentityUserPasskey<Guid>>().AsNoTracking().Where(p => p.UserId == account).ToListAsync(ct)).Select(p => new[] { p.Data.Name ?? "Passkey", At(p.Data.CreatedAt) })]));
        parts.Add(new("Sessions", ["Device", "Signed in by", "Began (UTC)", "Last seen (UTC)", "Ended (UTC)"],
            [.. (await db.Sessions.AsNoTracking().Where(s => s.UserId == account).OrderByDescending(s => s.StartedAt).ToListAsync(ct)).Where(s => told?.Invoke(s.StartedAt) ?? true).Select(s => new[] { s.Device, s.Way.Words(), At(s.StartedAt), At(s.SeenAt), At(s.EndedAt) })]));
        parts.Add(new("Sign-ins", ["At (UTC)", "Kind", "What happened"],
            [.. (await db.InstallationEvents.AsNoTracking().Where(e => e.AccountId == account).OrderByDescending(e => e.Sequence).ToListAsync(ct)).Where(e => told?.Invoke(e.At) ?? true).Select(e => new[] { At(e.At), HistoryWords.Of(e.Kind), e.What })]));
    }

    private static async Task AddProgrammeAsync(List<Part> parts, BoardDbContext db, ProgrammeScope scope, Guid account, bool own, CancellationToken ct)
    {
        var name = scope.Programme.Name;
        var posts = await db.Members.AsNoTracking().Where(m => m.UserId == account).OrderBy(m => m.From).ToListAsync(ct);
        var ids = posts.ConvertAll(m => m.Id);
        // Some things are signed by the role title alone: what two people may have signed is told as what the person did, in the history.
        var titles = (await db.Members.AsNoTracking().GroupBy(m => m.Title).Where(g => g.Count(m => m.UserId == null || m.UserId != account) == 0).Select(g => g.Key).ToListAsync(ct));
        var address = await db.Users.Where(u => u.Id == account).Select(u => u.NormalizedEmail).SingleAsync(ct);
        var readable = EvidenceQueries.Readable(db, scope);
        var refs = await db.Actions.ToDictionaryAsync(a => a.Id, a => a.Ref, ct);

        parts.Add(new("Parts", ["Programme", "Role title", "Agency", "Role", "From", "To", "By a group of the council"], [.. posts.Select(m => new[] { name, m.Title, m.Agency, m.Role.Words(), Day(m.From), Day(m.To), m.Group ?? "" })]));
        await AddAddressAsync(parts, db, name, address, ids, ct);
        parts.Add(new("Updates", ["Programme", "Posted on", "Action", "What changed", "What a child would notice", "In the way"],
            [.. (await db.Updates.AsNoTracking().Where(u => ids.Contains(u.ById)).OrderBy(u => u.Id).ToListAsync(ct)).Select(u => new[] { name, Day(u.On), refs[u.ActionItemId], u.WhatChanged, u.ChildWouldNotice, u.InTheWay })]));
        // What is typed and not posted is seen by its author alone.
        var drafts = await db.UpdateDrafts.AsNoTracking().Where(d => ids.Contains(d.MemberId)).OrderBy(d => d.Id).ToListAsync(ct);
        parts.Add(new("Unposted updates", ["Programme", "Saved (UTC)", "Action", "What changed", "What a child would notice", "In the way"],
            [.. drafts.Select(d => own ? new[] { name, At(d.SavedAt), refs[d.ActionItemId], d.WhatChanged, d.ChildWouldNotice, d.InTheWay } : [name, At(d.SavedAt), refs[d.ActionItemId], "Its author alone may read it", "", ""])]));
        parts.Add(new("Comments on packs", ["Programme", "On", "About", "What was said", "Answer"],
            [.. (await db.PackComments.AsNoTracking().Where(c => titles.Contains(c.By)).OrderBy(c => c.Id).ToListAsync(ct)).Select(c => new[] { name, Day(c.On), c.Section, c.Words, c.Answer })]));
        parts.Add(new("Evidence", ["Programme", "Number", "Title", "Added on"],
            [.. (await readable.AsNoTracking().Where(e => titles.Contains(e.AddedBy)).OrderBy(e => e.Id).Select(e => new { e.Id, e.Title, e.AddedOn }).ToListAsync(ct)).Select(e => new[] { name, $"{e.Id}", e.Title, Day(e.AddedOn) })]));
        parts.Add(new("Packs read", ["Programme", "At (UTC)", "Pack", "Form"],
            [.. (await db.PackDownloads.AsNoTracking().Where(d => titles.Contains(d.By)).OrderBy(d => d.Id).Join(db.Packs, d => d.PackId, p => p.Id, (d, p) => new { d.At, d.Form, p.Id, p.Number }).ToListAsync(ct)).Select(d => new[] { name, At(d.At), Pack.NameOf(d.Id, d.Number), $"{d.Form}" })]));
        // What they did, and what was decided about their part.
        var about = posts.ConvertAll(p => p.HistoryRef);
        parts.Add(new("History", ["Programme", "On", "Item", "Change", "What happened"],
            [.. (await db.History.AsNoTracking().Where(h => (h.MemberId != null && ids.Contains(h.MemberId.Value)) || (h.Subject == Subject.Programme && about.Contains(h.SubjectRef)))
                .Where(h => h.EvidenceId == null ? h.Subject != Subject.Evidence : readable.Any(e => e.Id == h.EvidenceId)).OrderBy(h => h.Sequence).ToListAsync(ct))
                .Select(h => new[] { name, Day(h.On), $"{h.Subject} {h.SubjectRef}", HistoryWords.Of(h.Kind), h.What })]));
    }

    // What went to an address; and, of the posts of its person, their places on lists and the packs sent to them.
    private static async Task AddAddressAsync(List<Part> parts, BoardDbContext db, string name, string? address, List<int> ids, CancellationToken ct)
    {
        parts.Add(new("Invitations", ["Programme", "Address", "Role title", "Invited on", "By", "Accepted on", "Ended on"],
            [.. (await db.Invitations.AsNoTracking().To(address).OrderBy(i => i.Id).ToListAsync(ct)).Select(i => new[] { name, i.Email, i.Title, Day(i.InvitedOn), i.InvitedBy, Day(i.AcceptedOn), Day(i.EndedOn) })]));
        parts.Add(new("Mails", ["Programme", "Queued on", "To", "Subject", "Text"],
            [.. (await db.Mail.AsNoTracking().To(address).OrderBy(m => m.Id).ToListAsync(ct)).Select(m => new[] { name, Day(m.On), m.To, m.Subject, m.Body })]));
        // Outside by address, inside by post.
        parts.Add(new("Distribution lists", ["Programme", "Edition", "Role title", "Agency", "Address", "Added on", "By", "Taken off on"],
            [.. (await db.Recipients.AsNoTracking().To(address).Union(db.Recipients.Where(r => r.MemberId != null && ids.Contains(r.MemberId.Value))).OrderBy(r => r.Id).ToListAsync(ct))
                .Select(r => new[] { name, r.Audience.Words(), r.Title, r.Agency, r.Email, Day(r.AddedOn), r.AddedBy, Day(r.RemovedOn) })]));
        parts.Add(new("Packs sent", ["Programme", "Pack", "Role title", "Agency", "Sent on", "By", "Link ends (UTC)", "Link ended on", "Came back on", "First opened (UTC)", "Downloads", "Last downloaded (UTC)"],
            [.. (await db.PackDeliveries.AsNoTracking().To(db, address).Union(db.PackDeliveries.Where(d => d.MemberId != null && ids.Contains(d.MemberId.Value))).Join(db.Packs, d => d.PackId, p => p.Id, (d, p) => new { d, p.Id, p.Number }).OrderBy(x => x.d.Id).ToListAsync(ct))
                .Select(x => new[] { name, Pack.NameOf(x.Id, x.Number), x.d.Title, x.d.Agency, Day(x.d.On), x.d.By, At(x.d.ExpiresAt), Day(x.d.EndedOn), Day(x.d.CameBackOn), At(x.d.OpenedAt), $"{x.d.Downloads}", At(x.d.DownloadedAt) })]));
    }

    private static byte[] Zip(List<Part> parts, string title, DateOnly dated)
    {
        // What several programmes hold of one kind stands in one sheet.
        var sheets = parts.GroupBy(p => p.Name).Select(g => new Part(g.Key, g.First().Heads, [.. g.SelectMany(p => p.Rows)])).ToList();
        var book = WorkbookFile.Make(title, dated, [.. sheets.Select(s => new WorkbookSheet(s.Name, s.Heads, [.. s.Rows.Select(r => r.Select(c => (WorkbookCell)new WorkbookText(c)).ToArray())], Words.Shown(s.Rows.Count, s.Rows.Count)))]);
        using var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            using (var entry = zip.CreateEntry("what-is-held.xlsx").Open())
                entry.Write(book);
            using var json = zip.CreateEntry("what-is-held.json").Open();
            JsonSerializer.Serialize(json, sheets.ToDictionary(s => s.Name, s => s.Rows.Select(r => s.Heads.Zip(r).ToDictionary(c => c.First, c => c.Second))), Json);
        }
        return file.ToArray();
    }

    private static string At(DateTimeOffset? instant) => instant?.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) ?? "";

    private static string Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "";

    private sealed record Part(string Name, IReadOnlyList<string> Heads, IReadOnlyList<string[]> Rows);
}
