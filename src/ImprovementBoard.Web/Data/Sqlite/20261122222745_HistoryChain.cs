using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ImprovementBoard.Web.Data.Sqlite
{
    /// <inheritdoc />
    public partial class HistoryChain : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_History_ProgrammeId_On_Id",
                table: "History");

            migrationBuilder.DropIndex(
                name: "IX_History_ProgrammeId_Subject_SubjectRef_On_Id",
                table: "History");

            migrationBuilder.AddColumn<int>(
                name: "EvidenceId",
                table: "History",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Hash",
                table: "History",
                type: "TEXT",
                maxLength: 64,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<int>(
                name: "MemberId",
                table: "History",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "PreviousHash",
                table: "History",
                type: "TEXT",
                maxLength: 64,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<long>(
                name: "Sequence",
                table: "History",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.CreateTable(
                name: "HistoryChecks",
                columns: table => new
                {
                    Id = table.Column<int>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    Chain = table.Column<int>(type: "INTEGER", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    By = table.Column<string>(type: "TEXT", nullable: false),
                    Entries = table.Column<long>(type: "INTEGER", nullable: false),
                    Hash = table.Column<string>(type: "TEXT", nullable: false),
                    Fault = table.Column<string>(type: "TEXT", nullable: true),
                    FaultAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Words = table.Column<string>(type: "TEXT", maxLength: 600, nullable: false),
                    Milliseconds = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_HistoryChecks", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "InstallationEvents",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    Sequence = table.Column<long>(type: "INTEGER", nullable: false),
                    PreviousHash = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    Hash = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    Kind = table.Column<string>(type: "TEXT", nullable: false),
                    AccountId = table.Column<Guid>(type: "TEXT", nullable: true),
                    What = table.Column<string>(type: "TEXT", maxLength: 300, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_InstallationEvents", x => x.Id);
                });

            // What is there already is numbered in the order it was written; the start of the portal seals it (HistoryUpgrade).
            migrationBuilder.Sql("""
                UPDATE "History" SET "Sequence" = numbered."Place"
                FROM (SELECT "Id", ROW_NUMBER() OVER (PARTITION BY "ProgrammeId" ORDER BY "Id") AS "Place" FROM "History") AS numbered
                WHERE numbered."Id" = "History"."Id";
                """);

            migrationBuilder.CreateIndex(
                name: "IX_History_ProgrammeId_By_On_Sequence",
                table: "History",
                columns: new[] { "ProgrammeId", "By", "On", "Sequence" });

            migrationBuilder.CreateIndex(
                name: "IX_History_ProgrammeId_EvidenceId_On",
                table: "History",
                columns: new[] { "ProgrammeId", "EvidenceId", "On" });

            migrationBuilder.CreateIndex(
                name: "IX_History_ProgrammeId_Kind_On_Sequence",
                table: "History",
                columns: new[] { "ProgrammeId", "Kind", "On", "Sequence" });

            migrationBuilder.CreateIndex(
                name: "IX_History_ProgrammeId_On_Sequence",
                table: "History",
                columns: new[] { "ProgrammeId", "On", "Sequence" });

            migrationBuilder.CreateIndex(
                name: "IX_History_ProgrammeId_Sequence",
                table: "History",
                columns: new[] { "ProgrammeId", "Sequence" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_History_ProgrammeId_Subject_SubjectRef_On_Sequence",
                table: "History",
                columns: new[] { "ProgrammeId", "Subject", "SubjectRef", "On", "Sequence" });

            migrationBuilder.CreateIndex(
                name: "IX_HistoryChecks_Chain_Id",
                table: "HistoryChecks",
                columns: new[] { "Chain", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_InstallationEvents_AccountId_Sequence",
                table: "InstallationEvents",
                columns: new[] { "AccountId", "Sequence" });

            migrationBuilder.CreateIndex(
                name: "IX_InstallationEvents_Kind_Sequence",
                table: "InstallationEvents",
                columns: new[] { "Kind", "Sequence" });

            migrationBuilder.CreateIndex(
                name: "IX_InstallationEvents_Sequence",
                table: "InstallationEvents",
                column: "Sequence",
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "HistoryChecks");

            migrationBuilder.DropTable(
                name: "InstallationEvents");

            migrationBuilder.DropIndex(
                name: "IX_History_ProgrammeId_By_On_Sequence",
                table: "History");

            migrationBuilder.DropIndex(
                name: "IX_History_ProgrammeId_EvidenceId_On",
                table: "History");

            migrationBuilder.DropIndex(
                name: "IX_History_ProgrammeId_Kind_On_Sequence",
                table: "History");

            migrationBuilder.DropIndex(
                name: "IX_History_ProgrammeId_On_Sequence",
                table: "History");

            migrationBuilder.DropIndex(
                name: "IX_History_ProgrammeId_Sequence",
                table: "History");

            migrationBuilder.DropIndex(
                name: "IX_History_ProgrammeId_Subject_SubjectRef_On_Sequence",
                table: "History");

            migrationBuilder.DropColumn(
                name: "EvidenceId",
                table: "History");

            migrationBuilder.DropColumn(
                name: "Hash",
                table: "History");

            migrationBuilder.DropColumn(
                name: "MemberId",
                table: "History");

            migrationBuilder.DropColumn(
                name: "PreviousHash",
                table: "History");

            migrationBuilder.DropColumn(
                name: "Sequence",
                table: "History");

            migrationBuilder.CreateIndex(
                name: "IX_History_ProgrammeId_On_Id",
                table: "History",
                columns: new[] { "ProgrammeId", "On", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_History_ProgrammeId_Subject_SubjectRef_On_Id",
                table: "History",
                columns: new[] { "ProgrammeId", "Subject", "SubjectRef", "On", "Id" });
        }
    }
}
