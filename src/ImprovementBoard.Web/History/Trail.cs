using System.Data.Common;
using ImprovementBoard.Core.History;
using ImprovementBoard.Web.Access;
using ImprovementBoard.Web.Data;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Web.History;

/// <summary>
/// Records who came in and who was turned away. What anybody can cause at will is bounded: past the bound of an hour only the log tells. Where
/// it cannot be written the log tells too, and the door works on: a full disk must not lock everybody out.
/// </summary>
public sealed class Trail(BoardDatabase database, TimeProvider clock, ILogger<Trail> log)
{
    private const string NoMore = " Further ones within this hour are in the log only.";

    private readonly Lock gate = new();
    private Task later = Task.CompletedTask;

    // One bound for all refused sign-ins: with one for each account, how long the answer takes would tell whether there is such an account.
    private readonly EventBudget signIns = new(60, 5000), changes = new(60, 5000), refusedSignIns = new(200, 200), strangers = new(20, 500), refusals = new(20, 500);

    /// <summary>Somebody signed in.</summary>
    public Task SignedInAsync(Guid account, string how = "") => NoteAsync(signIns, $"{account}", InstallationEventKind.SignedIn, account, how.Length == 0 ? "Signed in." : $"Signed in: {how}.");

    /// <summary>Somebody signed out.</summary>
    public Task SignedOutAsync(Guid account) => NoteAsync(signIns, $"{account}", InstallationEventKind.SignedOut, account, "Signed out.");

    /// <summary>A sign-in was refused.</summary>
    /// <param name="account">Null where the address belongs to none.</param>
    /// <param name="wrong">What was wrong, where it was not the password.</param>
    public Task SignInRefusedAsync(Guid? account, bool locked, string wrong = "wrong password") => NoteAsync(refusedSignIns, "", locked ? InstallationEventKind.LockedOut : InstallationEventKind.SignInRefused, account,
        locked ? "Refused: after wrong tries the next has to wait, or the account is locked." : account is null ? "Refused: no account has this address." : $"Refused: {wrong}.");

    /// <summary>Signing in with the council account came to nothing.</summary>
    /// <param name="account">The account it is about, if known.</param>
    /// <param name="why">In our own words, never the provider’s.</param>
    public Task SingleSignOnRefusedAsync(Guid? account, string why) => NoteAsync(refusedSignIns, "", InstallationEventKind.SignInRefused, account, $"Refused: {why}.");

    /// <summary>A setting gave accounts another password.</summary>
    public Task PasswordSetAsync(Guid account) => NoteAsync(changes, $"{account}", InstallationEventKind.AccountChanged, account, "Its password was set by the settings of the demonstration.");

    /// <summary>How an account is signed in with was changed.</summary>
    public Task AccountChangedAsync(Guid account, string what) => NoteAsync(changes, $"{account}", InstallationEventKind.AccountChanged, account, what);

    /// <summary>Somebody asked for a programme they do not belong to, or that does not exist.</summary>
    public Task StrangerAsync(Guid account) => NoteAsync(strangers, $"{account}", InstallationEventKind.Refused, account, "Refused: asked for a programme they do not belong to.");

    /// <summary>A member asked for what their role does not open.</summary>
    /// <param name="what">The page, as the program knows it: nothing that was typed.</param>
    public async Task RefusedAsync(ProgrammeScope scope, string what)
    {
        var now = clock.GetUtcNow();
        if (Answer(refusals, $"{scope.Id}/{scope.Actor.MemberId}", now, $"Refused: {what}.") is not { } words)
            return;
        await TryAsync(async () =>
        {
            await using var db = database.Open(scope.Id);
            await using var turn = await db.LockProgrammeAsync(CancellationToken.None);
            db.Record(scope.Actor with { LooksBack = false }, now, scope.Programme.Today(now), Subject.Programme, "refused", HistoryKind.Refused, words);
            await db.SaveChangesAsync();
            await turn.CommitAsync(CancellationToken.None);
        }, words);
    }

    /// <summary>The same for a change that was refused: it may still hold the programme's turn, so it is recorded when that is over.</summary>
    public void RefusedLater(ProgrammeScope scope, string what)
    {
        lock (gate)
        {
            var before = later;
            later = Task.Run(() => AfterAsync(before, scope, what));
        }
    }

    /// <summary>Done when all that was refused until now is recorded.</summary>
    internal Task Settled
    {
        get
        {
            lock (gate)
                return later;
        }
    }

    private async Task AfterAsync(Task before, ProgrammeScope scope, string what)
    {
        await before;
        try
        {
            await RefusedAsync(scope, what);
        }
        catch (Exception e)
        {
            // Nobody waits for this.
            log.LogError(e, "Could not be recorded: {What}", what);
        }
    }

    /// <summary>An account was made by accepting an invitation, or got a part in another programme.</summary>
    public Task InvitationAcceptedAsync(Guid account, bool made) => NoteAsync(changes, $"{account}", InstallationEventKind.AccountChanged, account,
        made ? "The account was made by accepting an invitation." : "The account accepted an invitation to another programme.");

    private async Task NoteAsync(EventBudget budget, string key, InstallationEventKind kind, Guid? account, string what)
    {
        var now = clock.GetUtcNow();
        if (Answer(budget, key, now, what, account) is not { } words)
            return;
        await TryAsync(async () =>
        {
            await using var db = database.OpenWithoutProgramme();
            await using var turn = await db.LockInstallationAsync(CancellationToken.None);
            db.InstallationEvents.Add(new() { At = now, Kind = kind, AccountId = account, What = words });
            await db.SaveChangesAsync();
            await turn.CommitAsync(CancellationToken.None);
        }, words);
    }

    private string? Answer(EventBudget budget, string key, DateTimeOffset now, string what, Guid? account = null)
    {
        var answer = budget.Take(key, now);
        if (answer == BudgetAnswer.Leave)
            log.LogWarning("Not recorded, there were too many in this hour: {What} Account {Account}", what, account);
        return answer switch { BudgetAnswer.Leave => null, BudgetAnswer.RecordAsLast => what + NoMore, _ => what };
    }

    private async Task TryAsync(Func<Task> write, string what)
    {
        try
        {
            await write();
        }
        catch (Exception e) when (e is DbException or DbUpdateException)
        {
            log.LogError(e, "Could not be recorded: {What}", what);
        }
    }
}
