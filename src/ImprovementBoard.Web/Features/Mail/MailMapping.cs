using ImprovementBoard.Core.Mail;
using ImprovementBoard.Web.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ImprovementBoard.Web.Features.Mail;

internal sealed class MailItemMapping : IEntityTypeConfiguration<MailItem>
{
    public void Configure(EntityTypeBuilder<MailItem> builder)
    {
        builder.HasProgramme();
        // What makes it impossible to queue the same mail twice.
        builder.HasIndex(m => new { m.ProgrammeId, m.Key }).IsUnique();
        builder.HasIndex(m => new { m.ProgrammeId, m.About });
        builder.HasIndex(m => new { m.ProgrammeId, m.State, m.QueuedAt });
        // Those whose text is still here, the oldest first: the nights ask for them.
        builder.HasIndex(m => new { m.ProgrammeId, m.ClearedOn, m.On });
        // The post office looks across programmes for what is due.
        builder.HasIndex(m => new { m.State, m.NextTryAt });
        builder.Property(m => m.State).HasMaxLength(20);
        builder.Property(m => m.Key).HasMaxLength(MailItem.KeyMaxLength);
        builder.Property(m => m.About).HasMaxLength(MailItem.KeyMaxLength);
        builder.Property(m => m.To).HasMaxLength(EmailAddress.MaxLength);
        builder.Property(m => m.Subject).HasMaxLength(MailItem.SubjectMaxLength);
        builder.Property(m => m.Error).HasMaxLength(MailItem.ErrorMaxLength);
    }
}
